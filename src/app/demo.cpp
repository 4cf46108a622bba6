#include "app/demo.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace app {
namespace {

struct DemoBook {
  std::int64_t id;
  std::string_view title;
  std::string_view author;
};

constexpr std::array demo{
    DemoBook{1, "O Senhor dos Anéis - A Sociedade do Anel", "J.R.R. Tolkien"},
    DemoBook{2, "Harry Potter e a Pedra Filosofal", "J.K. Rowling"},
    DemoBook{3, "Hábitos Atômicos", "James Clear"},
    DemoBook{4, "Dom Casmurro", "Machado de Assis"},
};

}  // namespace

std::vector<catalog::NewBook> demo_books() {
  std::vector<catalog::NewBook> books;
  for (const DemoBook& entry : demo) {
    catalog::NewBook& book = books.emplace_back();
    book.id = catalog::BookId{entry.id};
    book.fields.title = entry.title;
    book.fields.author = std::string(entry.author);
  }
  return books;
}

}  // namespace app
