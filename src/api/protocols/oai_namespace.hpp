// The domain by which records are known to harvesters: oai:livros.example:livros/4 (oai-identifier
// 2.0). From --oai-namespace, else the host that --public-url or the client names. Pure functions,
// any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/answer/settings.hpp"
#include "http/message.hpp"

namespace api {

// A domain name with a dot: labels of letters, digits and hyphens that begin with a letter.
bool is_oai_namespace(std::string_view text) noexcept;

// A host without a dot is given as it is: the identifier is then of this server alone.
std::string oai_namespace_of(const http::Request& request, const Settings& settings);

}  // namespace api
