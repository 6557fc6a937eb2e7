/* Functions no room may use: each has an unchecked size or hidden state. */
#ifndef TH_BASE_BANNED_H
#define TH_BASE_BANNED_H

/* a fortified C library defines some of them as macros */
#undef strcpy
#undef strcat
#undef sprintf
#undef vsprintf
#undef strncpy
#undef strncat
#undef alloca
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atof strncpy strncat alloca

#endif
