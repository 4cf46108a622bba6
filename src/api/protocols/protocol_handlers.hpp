// The handlers of protocols that others have written down, and their programs speak: OAI-PMH, SRU,
// OPDS, unAPI, MCP. Each protocol's document says what is asked and answered, so openapi.yaml does
// not. Plain functions: Request -> Plan; they decide and never wait. OPDS has a header of its own.
#pragma once

#include "api/answer/plan.hpp"

namespace api {

Plan oai_pmh(const Request& request);     // GET, POST /oai
Plan unapi(const Request& request);       // GET  /unapi
Plan answer_mcp(const Request& request);  // POST /mcp
Plan sru(const Request& request);         // GET, POST /sru

}  // namespace api
