/* TH_SANITIZED: built with a sanitizer, which has memory, files and calls of its own. */
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

#endif
