// The exit codes of every command (contract section 7).
#pragma once

namespace app {

enum class ExitCode : int { done = 0, failed = 1, usage = 2, done_with_rejects = 3 };

}  // namespace app
