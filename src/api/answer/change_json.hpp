// A change as JSON, alike in the list of changes and in their live stream. A pure function of its
// argument; any thread.
#pragma once

#include <string>

#include "api/answer/wire_names.hpp"
#include "base/clock.hpp"
#include "json/writer.hpp"
#include "store/store.hpp"

namespace api {

inline void append_change(std::string& out, const store::ChangeEntry& entry) {
  json::Object object(out);
  object.integer("seq", entry.sequence.value);
  object.string("tipo", wire_name(entry.change));
  object.integer("id", entry.id.value);
  object.integer("versao", entry.version.value);
  object.string("em", base::to_rfc3339(entry.at));
  object.end();
}

}  // namespace api
