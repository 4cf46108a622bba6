// The member `extra` of a book out of the cells of a row: what its own column holds, and the cells
// of the columns that no field takes, under their headings. One row, one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace formats {

class CsvExtra {
 public:
  // A text under a key; under "key 2" where the object has that key.
  void add(std::string_view key, std::string_view text);
  // The members of a JSON object; false: it is none.
  [[nodiscard]] bool add_object(std::string_view json);

  bool empty() const noexcept { return members_.empty() && !is_given_; }
  std::string json() const;
  std::size_t depth() const noexcept { return depth_; }

 private:
  bool has(std::string_view key) const;

  struct Member {
    std::string key;
    std::string json;  // key and value
  };
  std::vector<Member> members_;
  std::size_t bytes_ = 0;
  std::size_t depth_ = 1;
  bool is_given_ = false;  // an object, maybe an empty one
};

}  // namespace formats
