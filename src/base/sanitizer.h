/* TH_SANITIZED: built with a sanitizer, which has memory, files and calls of its own.  TH_HIDE_FROM_ALL: nobody may
 * look at these bytes any more, which AddressSanitizer watches. */
#ifndef TH_BASE_SANITIZER_H
#define TH_BASE_SANITIZER_H

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define TH_SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define TH_SANITIZED 1
#endif
#endif
#ifndef TH_SANITIZED
#define TH_SANITIZED 0
#endif

#if TH_SANITIZED && defined __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define TH_HIDE_FROM_ALL(memory, size) __asan_poison_memory_region((memory), (size))
#else
#define TH_HIDE_FROM_ALL(memory, size) ((void)(memory), (void)(size))
#endif

#endif
