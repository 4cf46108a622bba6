// One GET to a running server, for `check --url`: what the health check of a container runs, so
// that its image needs no curl. Blocks the calling thread until the deadline at most; only the
// system's resolver, which a numeric address does not need, may take longer before it is too late.
#pragma once

#include <chrono>

#include "app/http_url.hpp"

namespace app {

// The status of the answer. Throws std::runtime_error or std::system_error saying what went wrong:
// nobody listens, no answer in time, not HTTP.
int status_of(const HttpUrl& url, std::chrono::milliseconds timeout);

}  // namespace app
