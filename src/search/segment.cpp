#include "search/segment.hpp"

#include <algorithm>

#include "catalog/spelling.hpp"

namespace search {

// FNV-1a, 32 bits.
std::uint32_t family_hash(std::string_view key) noexcept {
  std::uint32_t hash = 2166136261U;
  for (const char byte : key) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
  }
  return hash;
}

void gather_families(Segment& segment) {
  const auto count = static_cast<TermId>(segment.words.size());
  segment.families.clear();
  for (TermId word = 0; word < count; ++word) {
    const std::string_view text = segment.words.text(word);
    if (const std::string key = catalog::spelling_family(text); !key.empty()) {
      segment.families.push_back({family_hash(key), word});
    }
  }
  std::sort(segment.families.begin(), segment.families.end());
}

std::vector<TermId> Segment::family(std::string_view key, std::string_view member) const {
  const std::uint32_t hash = family_hash(key);
  std::vector<TermId> members;
  for (auto at = std::lower_bound(families.begin(), families.end(), FamilyMember{hash, 0});
       at != families.end() && at->family == hash; ++at) {
    // Two families may share a hash.
    const std::string_view text = words.text(at->word);
    if (text == member || catalog::spelling_family(text) == key) {
      members.push_back(at->word);
    }
  }
  return members;
}

bool Segment::has_relatives(std::string_view key, std::string_view member) const noexcept {
  const std::uint32_t hash = family_hash(key);
  const auto first = std::lower_bound(families.begin(), families.end(), FamilyMember{hash, 0});
  if (first == families.end() || first->family != hash) {
    return false;
  }
  const auto second = first + 1;
  return (second != families.end() && second->family == hash) || words.text(first->word) != member;
}

std::size_t Segment::memory_bytes() const noexcept {
  const auto lists = [](const PostingLists& all) {
    return all.bytes.capacity() + all.ends.capacity() * sizeof(std::uint32_t);
  };
  return documents.memory_bytes() + words.memory_bytes() + values.memory_bytes() + lists(postings) +
         lists(starts) + families.capacity() * sizeof(FamilyMember);
}

}  // namespace search
