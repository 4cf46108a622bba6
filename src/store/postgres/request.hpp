// Requests on their way through the store's loop, with the session that each reply goes to. Values;
// moved between threads.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "store/reply_batch.hpp"
#include "store/store.hpp"

namespace postgres {

using SteadyTime = std::chrono::steady_clock::time_point;

template <class Command, class Done>
struct Request {
  Command command;
  Done done;
  store::ReplyExecutorPtr session;
  SteadyTime asked = std::chrono::steady_clock::now();
  int attempts = 0;
};
using ReadRequest = Request<store::BookRead, store::ReadDone>;
using WriteRequest = Request<store::Write, store::WriteDone>;
using GroupRequest = Request<store::WriteGroup, store::GroupDone>;

using store::ReplyBatch;

}  // namespace postgres
