// Where a deferred answer goes home to: one I/O thread's event loop, seen from other threads.
// http/server_thread implements it on its own; the stores only ever see this interface.
// post() may be called from any thread; tasks run in order on the loop's own thread.
#pragma once

#include <functional>

namespace base {

class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(std::function<void()> task) = 0;
};

}  // namespace base
