// The version of this build, for `version`, the Server header and the log's first line.
// The text is fixed when the build is configured; any thread.
#pragma once

#include <string_view>

namespace base {

// The project's version, "0.1.0", with "+g<revision>" behind it unless this is the tagged release.
std::string_view version() noexcept;

}  // namespace base
