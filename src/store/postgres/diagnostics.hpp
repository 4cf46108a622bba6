// What libpq says when something went wrong, as our errors and log lines hold it. Pure functions
// but for ignore_notices(), which sets up a connection; any thread.
#pragma once

#include <libpq-fe.h>

#include <string>

namespace postgres {

// Without the line breaks at its end.
std::string message_text(const char* message);

// Five letters; empty when the connection itself failed.
std::string sqlstate_of(const PGresult* result);

// True when the connection ends with this result: the server closes it, or nobody answers.
bool is_farewell(const PGresult* result);

// Notices would go to stderr, between the lines of the log.
void ignore_notices(PGconn* connection);

}  // namespace postgres
