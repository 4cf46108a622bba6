// Reads folded words, one a line, and writes the key of each one's spelling family.
#include <iostream>
#include <string>

#include "catalog/spelling.hpp"

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string word; std::getline(std::cin, word);) {
    std::cout << catalog::spelling_family(word) << '\n';
  }
  return 0;
}
