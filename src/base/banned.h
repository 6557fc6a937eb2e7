/* Functions no room may use: each has an unchecked size or hidden state. */
#ifndef TH_BASE_BANNED_H
#define TH_BASE_BANNED_H

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atof strncpy strncat alloca

#endif
