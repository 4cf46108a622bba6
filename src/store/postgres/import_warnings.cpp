#include "store/postgres/import_warnings.hpp"

#include <string>
#include <utility>

#include "store/import_rows.hpp"
#include "store/postgres/rows.hpp"

namespace postgres {

std::vector<store::ImportWarning> warnings_of(Client& client, store::ImportId id) {
  const Rows rows = client.query("SELECT " + std::string(store::warning_columns) +
                                     " FROM import_warnings WHERE import = $1 ORDER BY place",
                                 Parameters().add(id));
  std::vector<store::ImportWarning> warnings;
  for (int row = 0; row < rows.count(); ++row) {
    RowReader reader(rows, row);
    store::ImportWarning warning;
    warning.record = reader.integer();
    warning.line = reader.integer();
    warning.column = reader.text();
    warning.value = reader.text();
    store::unpack_why(warning, reader.text());
    warnings.push_back(std::move(warning));
  }
  return warnings;
}

void add_warnings(Client& client, const store::Import& import, const store::SliceWork& work) {
  const std::vector<store::ImportWarning>& warnings = work.warnings;
  std::int64_t place = import.counts.warnings - work.counts.warnings;
  Column records(Type::big);
  Column lines(Type::big);
  Column columns(Type::text);
  Column values(Type::text);
  Column reasons(Type::text);
  std::int64_t room = store::import_warnings_max - place;
  for (const store::ImportWarning& warning : warnings) {
    if (room-- <= 0) {
      break;
    }
    records.add(warning.record);
    lines.add(warning.line);
    columns.add_text_or_null(warning.column);
    values.add_text_or_null(warning.value);
    reasons.add(store::packed_why(warning));
  }
  if (records.empty()) {
    return;
  }
  client.query(
      "INSERT INTO import_warnings (import, place, " + std::string(store::warning_columns) +
          ") SELECT $1, $2 + w.n - 1, w.record, w.line, w.field, w.value, w.why"
          " FROM unnest($3::bigint[], $4::bigint[],"
          " $5::text[], $6::text[], $7::text[]) WITH ORDINALITY"
          " AS w(record, line, field, value, why, n)",
      Parameters().add(import.id).add(place).add(records).add(lines).add(columns).add(values).add(
          reasons));
}

}  // namespace postgres
