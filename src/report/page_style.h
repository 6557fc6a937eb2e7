/* What the page looks like.  Colours stand as they are, because old browsers know no names for them; each ink is read
 * on each ground of its scheme (the tests compute the contrast). */
#ifndef TH_REPORT_PAGE_STYLE_H
#define TH_REPORT_PAGE_STYLE_H

#define TH_PAGE_STYLE                                                                                                  \
    "*{box-sizing:border-box}\n"                                                                                       \
    "html{font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#1b1b1b;background:#fff;"    \
    "-webkit-text-size-adjust:100%}\n"                                                                                 \
    "body{max-width:62rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere;word-wrap:break-word}\n"                   \
    "h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 1rem}\n"                                                      \
    "h2{font-size:1.1rem;margin:1.8rem 0 .5rem;border-bottom:2px solid #c9c9c9}\n"                                     \
    "h3{font-size:1rem;margin:.8rem 0 .2rem}\n"                                                                        \
    "p{margin:.4rem 0}ul,ol{margin:.2rem 0;padding-left:1.3rem}\n"                                                     \
    "a{color:#0b4f92}a:focus{outline:3px solid #0b4f92;outline-offset:2px}\n"                                          \
    ".faint{color:#545454}\n"                                                                                          \
    ".box{padding:.6rem .8rem;border-left:.4rem solid;margin:.6rem 0;font-weight:600}\n"                               \
    ".good{background:#e4f4e4}.warn{background:#fff3d0}.bad{background:#fde4e1}\n"                                     \
    ".box.good{border-color:#1d6b26}.box.warn{border-color:#8a6100}.box.bad{border-color:#a8211a}\n"                   \
    "table{border-collapse:collapse;width:100%;font-size:.95rem}\n"                                                    \
    "th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border:1px solid #c9c9c9}\n"                        \
    "thead th{background:#efefef}td.n{text-align:right}\n"                                                             \
    ".runs{list-style:none;padding:0;display:flex;flex-wrap:wrap;align-items:flex-end}\n"                              \
    ".runs li{width:2.6rem;margin:0 .2rem .5rem 0;text-align:center;font-size:.75rem}\n"                               \
    ".runs b{display:block;height:1.8rem;padding-top:.1rem;font-size:1rem;border-bottom:.25rem solid #6b6b6b}\n"       \
    ".runs .good{border-color:#1d6b26}.runs .warn{border-color:#8a6100}.runs .bad{border-color:#a8211a}\n"             \
    ".runs .none{border-bottom-style:dotted}.runs .warn{height:2.4rem}.runs .bad{height:3rem}\n"                       \
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}\n"                             \
    "@media (max-width:40rem){h1{font-size:1.4rem}\n"                                                                  \
    "table,tbody,tr,td,tbody th{display:block;width:auto}thead{position:absolute;left:-99rem}\n"                       \
    "tr{border:1px solid #c9c9c9;margin:0 0 .6rem}td,tbody th{border:0;padding:.2rem .6rem}td.n{text-align:left}\n"    \
    ".units td.n,.units td.k{display:inline-block}.units td.k{padding:.4rem .6rem}\n"                                  \
    "td:empty{display:none}td[data-of]:before{content:attr(data-of) ': ';color:#545454}\n"                             \
    ".units td.k:before{content:none}}\n"                                                                              \
    "@media screen and (prefers-color-scheme:dark){html{color:#ececec;background:#16181b}\n"                           \
    "a{color:#9cc7ff}a:focus{outline-color:#9cc7ff}.faint{color:#b9bec4}\n"                                            \
    ".good{background:#17361d}.warn{background:#3b3110}.bad{background:#4a2120}thead th{background:#25282c}\n"         \
    ".box.good,.runs .good{border-color:#6fce7b}.box.warn,.runs .warn{border-color:#e5b94e}\n"                         \
    ".box.bad,.runs .bad{border-color:#ff9a91}h2,th,td,tr{border-color:#4a4f55}\n"                                     \
    "td[data-of]:before{color:#b9bec4}}\n"                                                                             \
    "@media print{@page{size:A4;margin:15mm}html{font-size:11pt;color:#000;background:#fff}body{padding:0}\n"          \
    "a{color:#000}tr,.box,.runs li{page-break-inside:avoid}h2,h3{page-break-after:avoid}\n"                            \
    "thead{display:table-header-group}.screen{display:none}}\n"

#endif
