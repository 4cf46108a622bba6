#include "catalog/spelling.hpp"

namespace catalog {

std::string spelling_family(std::string_view word) { return std::string(word); }

}  // namespace catalog
