/* Scores and ranks.  Criteria become points (exact, half-up to two places per
 * leaf; parents are sums of rounded leaves), points become ranks (1-2-2-4). */
#ifndef TH_SCORE_SCORE_H
#define TH_SCORE_SCORE_H

#include "check/check.h"

typedef enum th_points_state {
    TH_POINTS_OK = 0,
    TH_POINTS_MISSING,      /* thiếu số liệu */
    TH_POINTS_NOT_ASSIGNED, /* không được giao: leaves the denominator */
    TH_POINTS_WAITING       /* the cluster scores it and has not yet */
} th_points_state;

typedef enum th_points_from { TH_FROM_NONE = 0, TH_FROM_COMPUTED, TH_FROM_SELF, TH_FROM_CLUSTER } th_points_from;

/* One criterion of one unit. */
typedef struct th_points {
    th_points_state state;
    th_operand data;          /* value of Biểu thức */
    th_operand target;        /* Mục tiêu as evaluated */
    const th_exact *self;     /* tự chấm, or NULL */
    const th_exact *computed; /* máy tính, or NULL; deductions are positive numbers */
    const th_exact *cluster;  /* Cụm chấm, or NULL */
    const th_exact *official; /* what counts now: cluster, else computed, else self; 0 when waiting or missing */
    th_points_from from;
    bool no_target; /* scored among the units that have no target either */
    bool proposed;  /* máy đề xuất: a score that needs the cluster's confirmation */
    bool differs;   /* |self - computed| > 5 % of max */
    th_str why;     /* Vietnamese: "120/121 = 99,17 %, bậc ≥ 99" */
} th_points;

typedef enum th_met { TH_MET_UNKNOWN = 0, TH_MET_NO, TH_MET_YES } th_met;

/* One unit in one ranking. */
typedef struct th_standing {
    uint32_t unit;
    bool ranked; /* false: it has not reported or has no value, and is listed last */
    const th_exact *value;
    uint32_t rank;     /* 1-2-2-4; 0 when not ranked */
    bool shared;       /* another unit has the same rank after all steps */
    th_str label;      /* "Nhất", "Đồng hạng Ba" */
    uint32_t step;     /* 0: not needed; k: tie broken by step k; nsteps + 1: still equal */
    th_operand *steps; /* value of each tie step, nsteps of them */
    th_met *titles;    /* of each row of Điều kiện, ntitles of them */
} th_standing;

/* What would change if one disputed figure were as the check room proposes; unit TH_NONE: if all of them were. */
typedef struct th_what_if {
    uint32_t unit, fact; /* 1 + index */
    const th_exact *instead;
    th_str rule;
    const th_exact *total_before, *total_after; /* of the unit */
    uint32_t rank_before, rank_after;           /* in the first ranking; 0: not ranked */
    th_str others;                              /* "Lào Cai 2 → 3": other units whose rank moves */
} th_what_if;

typedef struct th_scores {
    const th_definition *definition;
    th_points *points;      /* [criterion * nunits + unit] */
    const th_exact **total; /* [unit]: base + bonus - deduction; NULL when not ranked */
    const th_exact **base;  /* [unit]: base, scaled when something is not assigned */
    bool provisional;       /* TẠM TÍNH: a leaf lacks the cluster's score, or a row that was entered is not in use */
    size_t waiting;         /* leaves x units without a cluster score */
    th_standing **standings; /* [ranking][nunits], in order of presentation (rank, then unit order) */
    th_what_if *what_ifs;    /* the first 20; then, when there are several, all together */
    size_t nwhat_ifs, what_ifs_cap;
} th_scores;

/* Scores alone, without what-ifs.  The errors that the checks found are counted through ds->findings. */
th_scores *th_score_compute(th_arena *arena, const th_dataset *ds);
/* Scores, and what each proposal of the checks would change; `checks` may be NULL. */
th_scores *th_score_run(th_arena *arena, const th_dataset *ds, const th_check_results *checks);
const th_points *th_score_points(const th_scores *scores, uint32_t criterion, uint32_t unit);
/* The latest row of Sổ nhận about a file of the unit that counts, or about no file in particular; NULL: there is
 * none. */
const th_receipt *th_score_receipt(const th_dataset *ds, uint32_t unit);
/* Its moment as a serial of the 1900 system; 0 when unknown. */
double th_score_received(const th_dataset *ds, uint32_t unit);
/* Hạn nộp, or the later Gia hạn đến of the unit, as it is written. */
th_str th_score_deadline(const th_dataset *ds, uint32_t unit);
/* Days late by Sổ nhận and the unit's deadline; 0 when in time or unknown. */
uint32_t th_score_days_late(const th_dataset *ds, uint32_t unit);
/* Required forms that are missing. */
uint32_t th_score_forms_missing(const th_dataset *ds, uint32_t unit);
/* Findings of level lỗi or graver that stand for themselves. */
uint32_t th_score_errors(const th_dataset *ds, uint32_t unit);

#endif
