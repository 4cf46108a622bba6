// The values of an import that were read otherwise than they stand in the file, the first
// import_warnings_max of them. Blocks, like the rows beside them; one thread per client.
#pragma once

#include <vector>

#include "store/import_store.hpp"
#include "store/postgres/client.hpp"

namespace postgres {

std::vector<store::ImportWarning> warnings_of(Client& client, store::ImportId id);
// `import` as it is behind the slice, which is counted already.
void add_warnings(Client& client, const store::Import& import, const store::SliceWork& work);

}  // namespace postgres
