// What a thread is called where an operator looks at the threads of a process: `top -H`, `ps -L`,
// a core file. Called once, on the thread itself; any thread.
#pragma once

#include <pthread.h>

namespace base {

// At most 15 characters.
inline void name_this_thread(const char* name) noexcept {
  pthread_setname_np(pthread_self(), name);
}

}  // namespace base
