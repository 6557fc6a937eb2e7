/* Scores and ranks.  Criteria become points: exact, rounded half up to two places per leaf, parents being sums of
 * rounded leaves.  Points become ranks: units that are equal share one, and the next one is skipped (1-2-2-4). */
#ifndef TH_SCORE_SCORE_H
#define TH_SCORE_SCORE_H

#include "check/check.h"

/* What became of the computation of a leaf. */
typedef enum th_points_state {
    TH_POINTS_OK = 0,
    TH_POINTS_MISSING,      /* chờ số liệu: data are missing, unreadable or withheld; neither points nor 0 */
    TH_POINTS_NOT_ASSIGNED, /* không được giao: leaves the denominator */
    TH_POINTS_WAITING       /* there is no computation: the cluster scores it */
} th_points_state;

typedef enum th_points_from {
    TH_FROM_NONE = 0,
    TH_FROM_COMPUTED,
    TH_FROM_SELF,
    TH_FROM_CLUSTER,
    TH_FROM_CONFIRMED /* computed, and accepted by a row "theo máy" of Cụm chấm */
} th_points_from;

/* One criterion of one unit. */
typedef struct th_points {
    th_points_state state;
    th_operand data;          /* value of Biểu thức */
    th_operand target;        /* Mục tiêu as evaluated */
    const th_exact *self;     /* tự chấm, or NULL */
    const th_exact *computed; /* máy tính, or NULL; deductions are positive numbers */
    const th_exact *cluster;  /* Cụm chấm, or NULL */
    /* What counts now: the cluster's score, else the computed one, else, where nothing is computed, the unit's own.
     * NULL: nothing does yet.  A deduction counts only when the cluster has confirmed it. */
    const th_exact *official;
    th_points_from from;
    bool no_target;              /* scored among the units that have no target either */
    const th_exact *unconfirmed; /* a computed deduction that does not count yet, or NULL */
    th_str mark;                 /* Mã xác nhận of the computed points, "x1a2b3c4d"; empty where there are none */
    bool stale;                  /* a row "theo máy" was given for other points or other data */
    bool proposed;               /* máy đề xuất: a score that needs the cluster's confirmation */
    bool differs;                /* |self - computed| > 5 % of max */
    th_str why;                  /* Vietnamese: "120/121 = 99,17 %, bậc ≥ 99"; names no other unit */
    th_str beside; /* what follows it where others may be named: "; chưa có số liệu của Sơn La" */
} th_points;

typedef enum th_met { TH_MET_UNKNOWN = 0, TH_MET_NO, TH_MET_YES } th_met;

/* One unit in one ranking. */
typedef struct th_standing {
    uint32_t unit;
    bool ranked; /* false: it has not reported or has no value, and is listed last */
    const th_exact *value;
    uint32_t rank;     /* 0 when not ranked */
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

/* The points of one unit. */
typedef struct th_total {
    const th_exact *total;       /* base + bonus - deduction; NULL: not reported, or nothing was assigned */
    const th_exact *base;        /* scaled when something is not assigned */
    const th_exact *earned;      /* the base before it was scaled */
    const th_exact *assigned;    /* the most that the base could bring, without what was not assigned */
    const th_exact *waiting;     /* maxima of parts and bonuses that wait for data */
    const th_exact *self_scored; /* the share of the total that the unit gave itself */
    const th_exact *unconfirmed; /* computed deductions that do not count yet, within the caps of their groups */
} th_total;

/* How many scores, of a leaf for a unit, nobody has settled. */
typedef struct th_open_points {
    size_t to_score;           /* chờ Cụm chấm: nothing is computed, and the cluster has given no score */
    size_t to_confirm;         /* chờ xác nhận: computed, and the cluster has not accepted it */
    size_t without_data;       /* chờ số liệu: its data are missing */
    size_t stale;              /* those of the three whose row "theo máy" was given for other points or data */
    size_t deductions_unknown; /* those of without_data that are deductions: nothing is deducted */
} th_open_points;

/* What stands between points and a ranking that can be presented. */
typedef struct th_readiness {
    th_stage stage;
    const th_stage_row *row;      /* the row of Trạng thái that led there, or that does not hold yet; or NULL */
    uint32_t in, closed, missing; /* units: with a file that counts; closed by a row of Đóng; neither */
    size_t errors, closed_errors; /* open; closed or explained */
    size_t doubts;                /* open warnings on figures that points or a ranking rest on */
    size_t rows_aside;            /* rows that were entered and are not in use */
    bool complete;                /* every unit is in or closed: ranks may be named */
} th_readiness;

typedef struct th_scores {
    const th_definition *definition;
    th_points *points; /* [criterion * nunits + unit] */
    th_total *totals;  /* [unit] */
    th_open_points open;
    th_readiness readiness;
    th_standing **standings; /* [ranking][nunits], in order of presentation (rank, then unit order) */
    th_what_if *what_ifs;    /* the first 20; then, when there are several, all together */
    size_t nwhat_ifs, what_ifs_cap;
} th_scores;

/* Scores alone, without what-ifs.  The errors that the checks found are counted through ds->findings. */
th_scores *th_score_compute(th_arena *arena, const th_dataset *ds);
/* Ranks and totals as th_score_compute() gives them, without readiness, open points and words: of a dataset that
 * differs from that of `before`, which must outlive the result, in figures and errors of the units `changed` alone.
 * Other units' points are computed anew where they hang on the best of all. */
th_scores *th_score_after(th_arena *arena, const th_dataset *ds, const th_scores *before, const bool *changed);
/* Scores, and what each proposal of the checks would change; `checks` may be NULL. */
th_scores *th_score_run(th_arena *arena, const th_dataset *ds, const th_check_results *checks);
/* Are points of the leaf computed, once there are data?  If not, it is for the cluster to score. */
bool th_score_is_computed(const th_criterion *criterion);
const th_points *th_score_points(const th_scores *scores, uint32_t criterion, uint32_t unit);
/* The first valid submission: of the rows of Sổ nhận with a moment the earliest about a file that could be read and was
 * not withdrawn, or about no file in particular, or about one that has been overwritten since.  A correction does not
 * make a unit late.  NULL: there is none. */
const th_receipt *th_score_receipt(const th_dataset *ds, uint32_t unit);
/* The moment of th_score_receipt() as a serial of the 1900 system; 0 when unknown. */
double th_score_received(const th_dataset *ds, uint32_t unit);
/* Hạn nộp, or the later Gia hạn đến of the unit, as it is written. */
th_str th_score_deadline(const th_dataset *ds, uint32_t unit);
/* Days late by Sổ nhận and the unit's deadline; 0 when in time or unknown. */
uint32_t th_score_days_late(const th_dataset *ds, uint32_t unit);
/* Is there a moment in Sổ nhận and a deadline to compare it with? */
bool th_score_lateness_known(const th_dataset *ds, uint32_t unit);
/* How many required forms are missing. */
uint32_t th_score_forms_missing(const th_dataset *ds, uint32_t unit);
/* Has the unit's deadline passed on the day of ds->as_of? */
bool th_score_is_overdue(const th_dataset *ds, uint32_t unit);
/* How many errors are open: those of rules marked Tính điểm, on figures that are the unit's own. */
uint32_t th_score_errors(const th_dataset *ds, uint32_t unit);

#endif
