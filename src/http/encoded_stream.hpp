// A stream in a content coding: what another stream makes, compressed piece by piece. The thread of
// that stream.
#pragma once

#include <memory>

#include "http/body_stream.hpp"
#include "http/negotiate.hpp"

namespace http {

std::shared_ptr<BodyStream> encoded(std::shared_ptr<BodyStream> stream, Coding coding);

}  // namespace http
