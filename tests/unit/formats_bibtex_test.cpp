// BibTeX: TeX as text, entries out of damaged files, and each row of the mapping.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "catalog/book_builder.hpp"
#include "formats/bibtex_entries.hpp"
#include "formats/bibtex_fields.hpp"
#include "formats/bibtex_reader.hpp"
#include "formats/name_parts.hpp"
#include "formats/tex_text.hpp"
#include "support/format_reading.hpp"

namespace formats_bibtex_test {
namespace {

using catalog::BookFields;
using catalog::Rule;
using formats::Format;
using formats::text_of_tex;
using Texts = std::vector<std::string>;

TEST(TexText, AccentsInEveryWriting) {
  for (const std::string_view tex : {R"(\'{e})", R"({\'e})", R"(\'e)", R"({\'{e}})", "\\' e"}) {
    EXPECT_EQ(text_of_tex(tex), "é") << tex;
  }
  EXPECT_EQ(text_of_tex(R"(\`a\^o\~a\"u\=a\.z\u{a}\v{r}\H{o}\c{c}\c c\k{a}\r{a}\d{s}\b{d})"),
            "àôãüāżăřőççąåṣḏ");
  EXPECT_EQ(text_of_tex(R"(\'\i{} {\'\i} \'{\i} \~{\j})"), "í í í j\u0303");
  EXPECT_EQ(text_of_tex(R"(cora\c{c}\~ao, S\~{a}o, ma\c c\~a)"), "coração, São, maçã");
}

TEST(TexText, LettersAndSigns) {
  EXPECT_EQ(text_of_tex(R"(\ss{} \ae \AE\ \oe \OE{} \o\ \O\ \l\ \L\ \i\ \aa)"),
            "ß æÆ œŒ ø Ø ł Ł ı å");
  EXPECT_EQ(text_of_tex(R"(\& \% \$ \# \_ \{ \} \textbackslash{} \~{} \^{})"),
            "& % $ # _ { } \\ ~ ^");
  EXPECT_EQ(text_of_tex("a~b -- ``c'' --- d\\-e"), "a b -- “c” --- de");
}

TEST(TexText, FormulasLoseTheirSignsAndMoneyKeepsThem) {
  EXPECT_EQ(text_of_tex(R"($\frac{1}{2}$ e 3\frac12, \frac{a_{1}}{b})"), "1/2 e 3 1/2, a1/b");
  EXPECT_EQ(text_of_tex(R"(O raio $\alpha$, H$_2$O e x$^{2}$)"), "O raio α, H2O e x2");
  EXPECT_EQ(text_of_tex("de US$ 10 a US$ 20, a_b"), "de US$ 10 a US$ 20, a_b");
  EXPECT_EQ(text_of_tex(R"(\$5 e \$6_7)"), "$5 e $6_7");
  EXPECT_EQ(text_of_tex(R"(\textcommabelow{s}\cb{t}\acute e \guillemetleft{}x\guillemetright)"),
            "șțé «x»");
}

TEST(TexText, BracesAndEmphasisGoAndTextStays) {
  EXPECT_EQ(text_of_tex(R"({The} \emph{Great} \textbf{X} {{Y}})"), "The Great X Y");
  EXPECT_EQ(text_of_tex(R"(\=\ae)"), "ǣ");
  EXPECT_EQ(text_of_tex("d'água \\"), "d'água ");
  EXPECT_EQ(formats::verbatim_of_tex(R"({https://a.org/x\_y~z\%20})"), "https://a.org/x_y~z%20");
}

TEST(TexText, AnAddressStandsForItself) {
  EXPECT_EQ(text_of_tex(R"(Em \url{https://a.org/~b_c/%20d#e?f&g=''h''}.)"),
            "Em https://a.org/~b_c/%20d#e?f&g=''h''.");
  EXPECT_EQ(text_of_tex(R"(\href{https://a.org/~b_c}{O \emph{texto}} aqui)"),
            "O texto (https://a.org/~b_c) aqui");
  EXPECT_EQ(text_of_tex(R"(\href{https://a.org/~b}{\nolinkurl{https://a.org/~b}})"),
            "https://a.org/~b");
  EXPECT_EQ(text_of_tex(R"(\href{https://a.org/}{})"), "https://a.org/");
  EXPECT_EQ(text_of_tex(R"(\url {https://a.org/x\_y\%20})"), "https://a.org/x_y%20");
  EXPECT_EQ(text_of_tex(R"(\url{https://a.org/)"), "https://a.org/");
  EXPECT_EQ(text_of_tex(R"(\url e \href)"), "e ");
}

BookFields book(const std::string& fields, const std::string& type = "book") {
  const auto read =
      support::read_whole(Format::bibtex, "@" + type + "{chave, title = {Um},\n" + fields + "}");
  EXPECT_EQ(read.size(), 1U);
  EXPECT_TRUE(read.at(0).fields) << fields;
  return read.at(0).fields.value_or(BookFields{});
}

Texts titles(const std::string& bibtex) {
  Texts out;
  const auto whole = support::read_whole(Format::bibtex, bibtex);
  EXPECT_EQ(whole, support::read_sliced(Format::bibtex, bibtex, 1));
  for (const auto& one : whole) {
    out.push_back(one.fields
                      ? one.fields->title
                      : "refused: " + std::string(kind_of(one.problem->errors.at(0).rule).slug));
  }
  return out;
}

TEST(Bibtex, EachFieldOfABook) {
  EXPECT_EQ(book("subtitle = {romance}").subtitle, "romance");
  EXPECT_EQ(book("origtitle = {One}").original_title, "One");
  const auto joined = support::read_whole(Format::bibtex, "@book{k, title={A: {B}: c}}");
  EXPECT_EQ(joined.at(0).fields->title + "|" + joined.at(0).fields->subtitle, "A|B: c");
  const auto parted = support::read_whole(Format::bibtex, "@book{k, title={A: b}, subtitle={c}}");
  EXPECT_EQ(parted.at(0).fields->title + "|" + parted.at(0).fields->subtitle, "A: b|c");
  EXPECT_EQ(book("isbn = {978-85-359-0277-8}").isbn->digits(), "9788535902778");
  EXPECT_EQ(book("isbn = {978-85-359-0277-8 8535914846}").other_isbns.size(), 1U);
  EXPECT_EQ(book("isbn = {123}").identifiers.at(0).value, "123");
  EXPECT_EQ(book("doi = {https://doi.org/10.1000/a\\_b}").identifiers.at(0).value, "10.1000/a_b");
  EXPECT_EQ(book("issn = {0870-8517}").identifiers.at(0).value, "0870-8517");
  EXPECT_EQ(book("address = {Rio}").place, "Rio");
  EXPECT_EQ(book("location = {Rio}").place, "Rio");
  EXPECT_EQ(book("publisher = {A \\& B}").publisher, "A & B");
  EXPECT_EQ(book("school = {USP}", "phdthesis").publisher, "USP");
  EXPECT_EQ(book("year = 1899").year, 1899);
  EXPECT_EQ(book("date = {1899-05-12}").year, 1899);
  EXPECT_EQ(book("edition = {2. ed.}").edition, "2. ed.");
  EXPECT_EQ(book("origlanguage = {french}").original_language, "fr");
  EXPECT_EQ(book("pagetotal = {256}").pages, 256);
  EXPECT_EQ(book("pages = {256}").pages, 256);
  EXPECT_FALSE(book("pages = {12--25}").pages);
  EXPECT_EQ(book("series = {S}, number = {3}").series, (catalog::Series{"S", "3"}));
  EXPECT_EQ(book("series = {S}, volume = {3}").series, (catalog::Series{"S", "3"}));
  EXPECT_EQ(book("abstract = {Longo\n  texto}").synopsis, "Longo\ntexto");
  EXPECT_EQ(book("note = {N}, annote = {M}").notes, (Texts{"N", "M"}));
  EXPECT_EQ(book("url = {https://a.org/x_y}").links.at(0).url, "https://a.org/x_y");
}

TEST(Bibtex, AnAddressInHowpublishedIsALink) {
  const auto urls = [](const std::string& fields) {
    Texts found;
    for (const auto& link : book(fields).links) found.push_back(link.url);
    return found;
  };
  EXPECT_EQ(urls("howpublished = {\\url{https://a.org/~b_c%20d#e}}"),
            Texts{"https://a.org/~b_c%20d#e"});
  EXPECT_EQ(urls("howpublished = {Em: \\url{https://a.org/1} e \\href{https://a.org/2}{dois}}"),
            (Texts{"https://a.org/1", "https://a.org/2"}));
  EXPECT_EQ(urls("howpublished = {Disponível em: <https://a.org/~b>.}"), Texts{"https://a.org/~b"});
  EXPECT_EQ(urls("howpublished = {https://a.org/b_(c)}"), Texts{"https://a.org/b_(c)"});
  EXPECT_EQ(urls("howpublished = {Em https://a.org/b_(c) hoje (ou https://a.org/d).}"),
            (Texts{"https://a.org/b_(c)", "https://a.org/d"}));
  EXPECT_EQ(urls("url = {\\url{https://a.org/}}, howpublished = \"\\url{https://a.org/}\""),
            Texts{"https://a.org/"});
  // A page is not the text; `url` is said to be.
  EXPECT_FALSE(book("howpublished = {\\url{https://a.org/}}").links.at(0).relation);
  EXPECT_TRUE(book("url = {https://a.org/}").links.at(0).relation);
  EXPECT_EQ(urls("howpublished = {Manuscrito}"), Texts{});
}

TEST(Bibtex, FieldsOfOtherProgramsAreKept) {
  EXPECT_EQ(book("howpublished = {Edição do autor}", "booklet").publisher, "Edição do autor");
  EXPECT_EQ(book("howpublished = {Manuscrito}, publisher = {Casa}", "misc").notes,
            Texts{"Manuscrito"});
  EXPECT_EQ(book("keywords = {a}, author_keywords = {b; a}").subjects, (Texts{"a", "b"}));
  EXPECT_EQ(book("Book-Group-Author = {IEEE}").contributors.at(0),
            (catalog::Contributor{"IEEE", "aut", catalog::ContributorKind::body}));
  EXPECT_EQ(book("Bdsk-Url-1 = {http://a.org/b}").links.at(0).url, "http://a.org/b");
  EXPECT_EQ(book("pages = {xii, 283 p. ;}").pages, 283);
  EXPECT_EQ(book("pagetotal = {xii, 230}").pages, 230);
  EXPECT_FALSE(book("pages = {12, 25}").pages);
  EXPECT_EQ(book("volumes = {3}").notes, Texts{"3 v."});
  EXPECT_EQ(book("number = {12}", "techreport").notes, Texts{"n. 12"});
  EXPECT_EQ(book("series = {S}, number = {12}", "techreport").series, (catalog::Series{"S", "12"}));
  EXPECT_EQ(
      book("booktitle = {L}, booksubtitle = {M}, bookauthor = {Silva, A. and Costa, B.}", "inbook")
          .notes,
      Texts{"Em: L: M / Silva, A.; Costa, B."});
  EXPECT_EQ(book("titleaddon = {T}, eventtitle = {E}, venue = {V}, part = {2}").notes,
            (Texts{"T", "E, V", "pt. 2"}));
}

TEST(Bibtex, KeywordsArePartedOutsideOfBraces) {
  EXPECT_EQ(book("keywords = {a, b c,d}").subjects, (Texts{"a", "b c", "d"}));
  EXPECT_EQ(book("keywords = {a, {b, c}, d}").subjects, (Texts{"a", "b, c", "d"}));
  EXPECT_EQ(book("keywords = {{a, b}}").subjects, Texts{"a, b"});
  EXPECT_EQ(book("keywords = {{a; b}, c}").subjects, (Texts{"a; b", "c"}));
  EXPECT_EQ(book("keywords = {a, b; {c; d}; e\\;f}").subjects, (Texts{"a, b", "c; d", "e f"}));
  EXPECT_EQ(book("keywords = {\\{a, b\\}, {\\{c, d}}").subjects, (Texts{"{a", "b}", "{c, d"}));
  EXPECT_EQ(book("keyword = {a,, b,}").subjects, (Texts{"a", "b"}));
  EXPECT_EQ(book("keywords = {um só\ndois}").subjects, (Texts{"um só", "dois"}));
}

TEST(Bibtex, TheLanguageOfTheWorkComesBeforeThatOfItsHyphenation) {
  EXPECT_EQ(book("langid = {brazilian}").language, "pt-BR");
  EXPECT_EQ(book("language = {pt}").language, "pt");
  EXPECT_EQ(book("langid = {english}, language = {brazilian}").language, "pt-BR");
  EXPECT_EQ(book("langid = {french}, language = {latin and french}").language, "la");
  EXPECT_EQ(book("hyphenation = {english}, langid = {french}").language, "fr");
  EXPECT_EQ(book("language = {langgerman}").language, "de");
  EXPECT_EQ(book("language = {langslovene and english}").language, "sl");
  EXPECT_EQ(book("language = {???}, langid = {ngerman}").language, "de");
  EXPECT_EQ(book("language = {???}").language, "");
}

TEST(Bibtex, APopeInBracesIsNoBody) {
  const BookFields one = book("author = {{João Paulo II} and {Grupo João Paulo II}}");
  EXPECT_EQ(one.contributors[0].kind, catalog::ContributorKind::person);
  EXPECT_EQ(one.contributors[1].kind, catalog::ContributorKind::body);
}

TEST(Bibtex, NamesRolesAndBodies) {
  const BookFields one = book(
      "author = {Assis, Machado de AND {Acad{\\^e}mica and Filhos} and {\\'E}rico Verissimo and "
      "others},\neditor = \"Silva, Jr., Jos{\\'e}\", translator = {A B}, illustrator = {C}");
  std::string told;
  for (const auto& person : one.contributors) told += person.name + " (" + person.role + "); ";
  EXPECT_EQ(told,
            "Assis, Machado de (aut); Acadêmica and Filhos (aut); Érico Verissimo (aut); "
            "Silva, José, Jr. (edt); A B (trl); C (ill); ");
  EXPECT_EQ(one.contributors[1].kind, catalog::ContributorKind::body);
  EXPECT_EQ(one.contributors[2].kind, catalog::ContributorKind::person);
  EXPECT_EQ(one.author, "Assis, Machado de; Acadêmica and Filhos; Érico Verissimo");
  EXPECT_EQ(book("author = {{IBGE}}").author, "IBGE");
  EXPECT_FALSE(book("editor = {X}").author);
}

TEST(Bibtex, ANameInPartsIsTheSameName) {
  const auto names = [](const std::string& author) {
    std::string told;
    for (const auto& one : book("author = {" + author + "}").contributors) {
      told += one.name + (one.kind == catalog::ContributorKind::body ? " (body); " : "; ");
    }
    return told;
  };
  EXPECT_EQ(names("family=Silva, given=João, given-i=J, prefix=da, suffix=Jr, useprefix=true"),
            names("da Silva, Jr, João"));
  EXPECT_EQ(names("family=Assis, given=Machado, prefix=de, useprefix=false"),
            "Assis, Machado de; ");
  EXPECT_EQ(names("given = Jo{\\~a}o , Prefix={de la}, family={Cruz}"), "de la Cruz, João; ");
  EXPECT_EQ(names("suffix=Filho, family=Assis"), "Assis, Filho; ");
  EXPECT_EQ(names("given=Platão"), "Platão; ");
  EXPECT_EQ(names("family={Câmara, Senado and Cia}"), "Câmara, Senado and Cia (body); ");
  EXPECT_EQ(
      names("given=Ana, family=Reis and Eco, Umberto and prefix=van, family=Gogh, prefix-i=v"),
      "Reis, Ana; Eco, Umberto; van Gogh; ");
  EXPECT_EQ(names("E=mc, A"), "E=mc, A; ");
  EXPECT_EQ(book("editor = {family=Lima, given=Rui}").contributors.at(0),
            (catalog::Contributor{"Lima, Rui", "edt"}));
}

TEST(Bibtex, EditorsOfOtherKindsHaveTheirPart) {
  const BookFields edited = book(
      "editor = {Lima, Rui}, editortype = {organizer}, editora = {Costa, Ana}, "
      "editoratype = {collaborator}, editorb = {Reis, Ivo}");
  std::string told;
  for (const auto& one : edited.contributors) told += one.name + " (" + one.role + "); ";
  EXPECT_EQ(told, "Lima, Rui (org); Costa, Ana (ctb); Reis, Ivo (edt); ");
}

TEST(Bibtex, VolumesHaveTheirWork) {
  const BookFields both = book("series = {S}, number = {12}, volume = {2}");
  EXPECT_EQ(both.series, (catalog::Series{"S", "12"}));
  EXPECT_EQ(both.notes, Texts{"v. 2"});
  EXPECT_EQ(book("maintitle = {Obra}, volume = {2}").series, (catalog::Series{"Obra", "2"}));
  EXPECT_EQ(book("maintitle = {Obra}, number = {4}").series, (catalog::Series{"Obra", "4"}));
  EXPECT_EQ(book("maintitle = {Obra}, series = {S}").notes, Texts{"Em: Obra"});
  const auto records = support::read_whole(
      Format::bibtex, "@mvbook{k, maintitle = {Obra completa}, mainsubtitle = {teatro}}");
  EXPECT_EQ(records.at(0).fields->title, "Obra completa");
  EXPECT_EQ(records.at(0).fields->subtitle, "teatro");
}

TEST(Bibtex, ListsOfBiblatexArePartedAndNamesOfBibtexAreNot) {
  EXPECT_EQ(book("location = {São Paulo and Lisboa}").place, "São Paulo; Lisboa");
  EXPECT_EQ(book("address = {Trinidad and Tobago}").place, "Trinidad and Tobago");
  EXPECT_EQ(book("publisher = {Simon and Schuster}").publisher, "Simon and Schuster");
  EXPECT_EQ(book("publisher = {Record and {Simon and Schuster}}, date = {1999}").publisher,
            "Record; Simon and Schuster");
}

TEST(Bibtex, WhatAnEntrySaysOfItselfIsNoWhole) {
  const auto records =
      support::read_whole(Format::bibtex,
                          "@book{k, title = {O {Livro}}, booktitle = {O livro}}\n"
                          "@phdthesis{t, title = {Uma}, type = {Tese (Doutorado)}}\n"
                          "@thesis{u, title = {Uma}, type = {phdthesis}}");
  EXPECT_TRUE(records.at(0).fields->notes.empty());
  EXPECT_EQ(records.at(1).fields->notes, Texts{"Tese (Doutorado)"});
  EXPECT_TRUE(records.at(2).fields->notes.empty());
}

TEST(Bibtex, ValuesAreBracedQuotedNumbersNamesOrAllOfThem) {
  EXPECT_EQ(
      titles("@string{t = {Dom }} @STRING(u = \"Casmurro\") @book{k, title = t # u # { }#1899}"),
      Texts{"Dom Casmurro 1899"});
  EXPECT_EQ(titles("@book{k, title = \"a {\"}b{\"} c\", month = jan}"), Texts{"a \"b\" c"});
  EXPECT_EQ(titles("@book(k, TITLE={Um (dois)},)"), Texts{"Um (dois)"});
  EXPECT_EQ(titles("@ book {k,\n title\n=\n{Um}\n}"), Texts{"Um"});
}

TEST(Bibtex, RemarksAreNoRecords) {
  EXPECT_EQ(titles("livros em casa, a@b.org\n@comment{@book{x, title={Não}}}\n@preamble{\"x\"}\n"
                   "% mais\n@book{k, title={Um}}"),
            Texts{"Um"});
}

TEST(Bibtex, OtherKindsAreRefusedByThemselves) {
  Texts all;
  std::string input;
  for (const std::string_view type :
       {"book", "inbook", "incollection", "booklet", "manual", "proceedings", "phdthesis",
        "mastersthesis", "techreport", "misc"}) {
    input += "@" + std::string(type) + "{k, title={Um}}\n";
    all.push_back("Um");
  }
  EXPECT_EQ(titles(input), all);
  EXPECT_EQ(titles("@article{k, title={x}}@Book{k, title={Um}}@unpublished{k}"),
            (Texts{"refused: tipo-nao-suportado", "Um", "refused: tipo-nao-suportado"}));
  EXPECT_EQ(book("", "misc").title, "Um");
  EXPECT_EQ(titles("@incollection{k, booktitle={Reunião}}"), Texts{"Reunião"});
  EXPECT_EQ(book("booktitle = {Reuni\\~ao}", "incollection").notes, Texts{"Em: Reunião"});
  EXPECT_EQ(book("volume = {2}").notes, Texts{"v. 2"});
}

TEST(Bibtex, AnUnclosedEntryCostsItself) {
  EXPECT_EQ(titles("@book{a, title={Um}}\n@book{b, title={Aberto, author={X}\n"
                   "@book{c, title={Dois}}\n@book{d, title={Três}"),
            (Texts{"Um", "refused: valor-invalido", "Dois", "refused: valor-invalido"}));
  EXPECT_EQ(titles("@book{a, title {Um}}\n@book{c, title={Dois}}"),
            (Texts{"refused: valor-invalido", "Dois"}));
}

TEST(Bibtex, AnEntryTooLongOrTooDeepCostsItself) {
  const std::string deep(formats::bibtex_depth_max + 1, '{');
  const std::string closed(formats::bibtex_depth_max + 1, '}');
  const std::string input = "@book{a, title={" + std::string(formats::bibtex_entry_bytes_max, 'x') +
                            "\n@ x}}\n@book{b, title={" + deep + "x" + closed + "}}" +
                            "@book{c, title={Um}}";
  EXPECT_EQ(titles(input), (Texts{"refused: longo-demais", "refused: profundo-demais", "Um"}));
}

TEST(Bibtex, NamesOfTextsCannotFillMemory) {
  std::string input = "@string{a = {" + std::string(100'000, 'x') + "}}\n@book{k, note = a";
  for (int i = 0; i < 20; ++i) input += " # a";
  EXPECT_EQ(titles(input + "}\n@book{c, title={Um}}"), (Texts{"refused: longo-demais", "Um"}));
  std::string many;
  for (std::size_t i = 0; i <= formats::bibtex_strings_max; ++i) {
    many += "@string{s" + std::to_string(i) + "=1}\n";
  }
  EXPECT_EQ(support::read_whole(Format::bibtex, many).at(0).problem->errors.at(0).rule,
            Rule::too_many);
}

TEST(Bibtex, WindowsAndUtf16TextIsRead) {
  EXPECT_EQ(titles("@book{k, title={Inoc\xEAncia}}"), Texts{"Inocência"});
  EXPECT_EQ(titles("\xEF\xBB\xBF@book{k, title={Inocência}}"), Texts{"Inocência"});
}

TEST(Bibtex, RefusedEntriesAreKeptWithTheNamesThatTheyUse) {
  const auto reader = formats::make_reader(
      Format::bibtex,
      {.current_year = support::current_year, .record_bytes = formats::RecordBytes::kept});
  reader->feed(
      "@string{x = {Y}}\n@book{sem,\n author = x}\n@book{aberto, title={z\n"
      "@book{k, title = x}");
  reader->finish();
  const auto refused = reader->next();
  ASSERT_TRUE(refused && !refused->book);
  EXPECT_EQ(refused->line, 2U);
  EXPECT_EQ(refused->control, "sem");
  EXPECT_EQ(reader->rejects_begin() + refused->bytes,
            "@string{x = {Y}}\n@book{sem,\n author = x}\n\n");
  const auto open = reader->next();
  ASSERT_TRUE(open && !open->book);
  EXPECT_EQ(open->bytes, "@book{aberto, title={z\n\n\n");
  EXPECT_TRUE(reader->next()->book);
}

// Words of what TeX and the lists of BibTeX read in a way of their own.
std::string nasty_text(std::mt19937& random, std::string_view between) {
  constexpr std::array<std::string_view, 26> pieces{
      "a", "Ção", ",",  ";", "{", "}",  "\\",  "#",   "%",      "~",    "$", "&",    "_",
      "^", "''",  "``", "'", "@", "\"", "and", "AND", "others", "日本", "-", "\\'e", "--"};
  std::string text;
  for (std::size_t words = 1 + random() % 4; words > 0; --words) {
    for (std::size_t count = 1 + random() % 3; count > 0; --count) {
      text += pieces[random() % pieces.size()];
    }
    if (words > 1) text += between;
  }
  return text;
}

BookFields read_again(const BookFields& fields) {
  const auto writer = formats::make_writer(Format::bibtex, {});
  const std::string written = formats::write_one(*writer, {{1}, {1}, {}, {}, fields});
  const auto read = support::read_whole(Format::bibtex, written);
  EXPECT_EQ(read.size(), 1U) << written;
  EXPECT_TRUE(read.at(0).fields) << written;
  return read.at(0).fields.value_or(BookFields{});
}

TEST(Bibtex, WhateverAKeywordHoldsComesBack) {
  std::mt19937 random(20261130);
  for (int i = 0; i < 2000; ++i) {
    catalog::BookBuilder builder(support::current_year);
    builder.text(catalog::Field::title, "Um");
    builder.author_unknown();
    for (std::size_t count = random() % 5; count > 0; --count) {
      builder.subject(nasty_text(random, " "));
    }
    builder.text(catalog::Field::synopsis, nasty_text(random, "\n"));
    const BookFields fields = *std::move(builder).finish();
    const BookFields again = read_again(fields);
    EXPECT_EQ(again.subjects, fields.subjects);
    EXPECT_EQ(again.synopsis, fields.synopsis);
  }
}

TEST(Bibtex, WhateverANameHoldsComesBack) {
  std::mt19937 random(20261201);
  for (int i = 0; i < 2000; ++i) {
    BookFields fields;
    fields.title = "Um";
    std::vector<catalog::Contributor> wanted;
    for (const std::string_view letter : {"X", "Y", "Z"}) {
      const std::string name = std::string(letter) + " " + nasty_text(random, " ");
      if (random() % 2 == 0) {
        fields.contributors.push_back({name, "aut", catalog::ContributorKind::body});
        wanted.push_back(fields.contributors.back());
      } else {
        fields.contributors.push_back({name + ", A " + nasty_text(random, " ")});
        wanted.push_back({formats::filed_form(fields.contributors.back().name)});
      }
    }
    EXPECT_EQ(read_again(fields).contributors, wanted);
  }
}

TEST(Bibtex, AnEntryInsideATextIsText) {
  BookFields fields;
  fields.title = "Um";
  fields.synopsis = "a\n@book(b\n@misc{c, title = {d}}";
  EXPECT_EQ(read_again(fields).synopsis, fields.synopsis);
}

}  // namespace
}  // namespace formats_bibtex_test
