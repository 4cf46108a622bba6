// A cover that the catalogue keeps: an image under the hash of its bytes, apart from the books that
// name it. It comes with the version that names it first, in one transaction, and stays as long as
// versions do. A value; any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "catalog/own_cover.hpp"

namespace store {

struct Cover {
  std::string hash;  // catalog::is_cover_hash
  catalog::ImageType type = catalog::ImageType::jpeg;
  std::string bytes;
  bool operator==(const Cover&) const = default;
};
// By hash.
using CoverTypes = std::map<std::string, catalog::ImageType, std::less<>>;
// A write may be applied more than once: it does not copy the image.
using CoverPtr = std::shared_ptr<const Cover>;

}  // namespace store
