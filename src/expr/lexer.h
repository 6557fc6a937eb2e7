/* Tokens of an expression.  Positions are 1-based characters, as a person counts them. */
#ifndef TH_EXPR_LEXER_H
#define TH_EXPR_LEXER_H

#include "expr/expr.h"

typedef enum th_token_kind {
    TH_TOKEN_END = 0,
    TH_TOKEN_NUMBER, /* num, percent; text as typed */
    TH_TOKEN_TEXT,   /* text without its quotes */
    TH_TOKEN_NAME,   /* a code or the name of a function */
    TH_TOKEN_OP,
    TH_TOKEN_OPEN,
    TH_TOKEN_CLOSE,
    TH_TOKEN_SEPARATOR, /* ; */
    TH_TOKEN_BAD        /* vi, en say why */
} th_token_kind;

typedef struct th_token {
    th_token_kind kind;
    size_t at;
    th_str text;
    const th_exact *num;
    bool percent;
    th_op op;
    th_str vi, en;
} th_token;

/* The state of the lexer.  A copy of it is a place to which the parser can come back. */
typedef struct th_lexer {
    th_arena *arena;
    th_str source;
    size_t byte;  /* of the next token, or of white space before it */
    size_t chars; /* characters before `byte` */
} th_lexer;

th_token th_lexer_next(th_lexer *lexer);
/* Can an expression name this code?  It must be a letter, followed by letters, digits, '.' and '_'. */
bool th_lexer_is_code(th_str code);
/* The operator that stands at byte `at` of `s`, and how many bytes long its sign is (operators.def). */
bool th_op_find(th_str s, size_t at, th_op *op, size_t *len);

#endif
