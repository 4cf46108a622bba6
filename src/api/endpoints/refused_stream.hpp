// The refused records of an import, asked for part by part while they are sent, so that an answer
// of any length holds two parts at most. One I/O thread.
#pragma once

#include <memory>

#include "api/answer/settings.hpp"
#include "http/body_stream.hpp"
#include "imports/imports.hpp"

namespace api {

std::shared_ptr<http::BodyStream> make_refused_stream(imports::RefusedBytes first,
                                                      std::shared_ptr<StreamPlace> place);

}  // namespace api
