// The handlers of the pages for people, and of what belongs to them. They read a request as those
// of the API do (api/endpoints), and leave the HTML to web/. Plain functions; they never wait.
#pragma once

#include "api/answer/plan.hpp"

namespace api {

Plan get_asset(const Request& request);  // GET /s/{arquivo}

}  // namespace api
