#include "json/merge.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "json/writer.hpp"

namespace json {
namespace {

void append_key(std::string& out, const Member& member) {
  out += ',';
  out += member.key_source();
  out += ':';
}

// The members of a patch by key, so that merging two large objects does not cost their product.
class ByKey {
 public:
  explicit ByKey(Value object) {
    for (const Member member : object.members()) {
      members_.push_back(member);
    }
    std::ranges::sort(members_, {}, &Member::key);
  }

  std::optional<Value> find(std::string_view key) const noexcept {
    const auto at = std::ranges::lower_bound(members_, key, {}, &Member::key);
    if (at == members_.end() || at->key != key) {
      return std::nullopt;
    }
    return at->value;
  }

 private:
  std::vector<Member> members_;
};

// RFC 7396 section 2 with a target that is not an object: `patch` without its nulls.
void append_patch_alone(std::string& out, Value patch) {
  if (patch.kind() != Kind::object) {
    append_minified(out, patch);
    return;
  }
  Object object(out);
  for (const Member member : patch.members()) {
    if (member.value.kind() != Kind::null) {
      append_key(out, member);
      append_patch_alone(out, member.value);
    }
  }
  object.end();
}

}  // namespace

void append_minified(std::string& out, Value value) {
  switch (value.kind()) {
    case Kind::null:
    case Kind::boolean:
    case Kind::number:
    case Kind::string:
      out += value.source();
      return;
    case Kind::array: {
      Array array(out);
      for (const Value item : value.items()) {
        array.item();
        append_minified(out, item);
      }
      array.end();
      return;
    }
    case Kind::object: {
      Object object(out);
      for (const Member member : value.members()) {
        append_key(out, member);
        append_minified(out, member.value);
      }
      object.end();
      return;
    }
  }
}

std::size_t depth_of(Value value) noexcept {
  std::size_t inside = 0;
  for (const Value item : value.items()) {
    inside = std::max(inside, depth_of(item));
  }
  for (const Member member : value.members()) {
    inside = std::max(inside, depth_of(member.value));
  }
  const bool container = value.kind() == Kind::array || value.kind() == Kind::object;
  return container ? inside + 1 : 0;
}

void append_merged(std::string& out, Value target, Value patch) {
  if (target.kind() != Kind::object || patch.kind() != Kind::object) {
    append_patch_alone(out, patch);
    return;
  }
  const ByKey changes(patch);
  const ByKey known(target);
  Object object(out);
  for (const Member member : target.members()) {
    const auto change = changes.find(member.key);
    if (!change) {
      append_key(out, member);
      append_minified(out, member.value);
    } else if (change->kind() != Kind::null) {
      append_key(out, member);
      append_merged(out, member.value, *change);
    }
  }
  for (const Member member : patch.members()) {
    if (member.value.kind() != Kind::null && !known.find(member.key)) {
      append_key(out, member);
      append_patch_alone(out, member.value);
    }
  }
  object.end();
}

Result<std::string> merge_patch(const MergeTexts& texts) {
  Document target_document;
  const auto target = target_document.parse(texts.target);
  if (!target) {
    return base::Unexpected<Error>{target.error()};
  }
  Document patch_document;
  const auto patch = patch_document.parse(texts.patch);
  if (!patch) {
    return base::Unexpected<Error>{patch.error()};
  }
  std::string out;
  append_merged(out, *target, *patch);
  return out;
}

}  // namespace json
