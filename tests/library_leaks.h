/* What libxlsxwriter does not give back: the formula of a list of choices that stands in cells (1.1.4).  A test that
 * writes such a workbook includes this once. */
#ifndef TH_TESTS_LIBRARY_LEAKS_H
#define TH_TESTS_LIBRARY_LEAKS_H

__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) // NOLINT(bugprone-reserved-identifier)
{
    return "leak:lxw_strdup\n";
}

#endif
