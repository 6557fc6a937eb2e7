/* The addresses of the files that a workbook was made of. */
#include "batch/source_links.h"

#include "base/lookup.h"
#include "batch/path_between.h"

#include "base/banned.h"

/* A member of an archive is found in it by hand. */
static th_str file_of(const th_source *source)
{
    size_t between = source->member.len ? th_str_find(source->file, TH_STR(" › "), 0) : SIZE_MAX;
    return between == SIZE_MAX ? source->file : th_str_sub(source->file, 0, between);
}

const th_str *th_source_links(th_run *run, const th_run_options *options)
{
    if (!options->source_links || !options->out)
        return NULL;
    th_lookup inputs = {0};
    for (uint32_t i = 0; i < run->inputs.n; i++)
        if (!run->inputs.at[i].records)
            *th_lookup_at(&inputs, run->arena, run->inputs.at[i].name) = i + 1;
    th_str *addresses = th_arena_array(run->arena, run->ds->nsources, sizeof *addresses);
    for (uint32_t i = 0; i < run->ds->nsources; i++) {
        const uint32_t *input = th_lookup_find(&inputs, file_of(&run->ds->sources[i]));
        if (input && *input)
            addresses[i] = th_path_between(run->arena, options->out, run->inputs.at[*input - 1].path.ptr);
    }
    return addresses;
}
