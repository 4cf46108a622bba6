// Content codings of answers: what the client takes, and when it is worth it. Pure functions but
// for the compressors' per-thread contexts.
#pragma once

#include <cstddef>

#include "http/message.hpp"
#include "http/negotiate.hpp"

namespace api {

// Below this an answer is one packet anyway.
inline constexpr std::size_t encoded_bytes_min = 1024;

// The coding this client would get for a body that is worth it.
http::Coding wanted_coding(const http::Request& request);

// Encodes the body in place when it is worth it: Content-Encoding and the ETag's suffix follow.
http::Coding encode(const http::Request& request, http::Response& response);

}  // namespace api
