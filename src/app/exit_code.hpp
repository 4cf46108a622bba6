// The exit codes of every command; scripts rely on them (openapi.yaml does not know them).
// A value; any thread.
#pragma once

namespace app {

enum class ExitCode : int { done = 0, failed = 1, usage = 2, done_with_rejects = 3 };

}  // namespace app
