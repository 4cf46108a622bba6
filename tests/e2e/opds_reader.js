// Reads feeds as Thorium does, by r2-opds-js: each line of the input is a document in JSON or Atom, each
// line of the output what the reader makes of it. It shows Atom as if it were OPDS 2.0.
"use strict";
const readline = require("readline");
const { TaJsonDeserialize } = require("r2-lcp-js/dist/es8-es2017/src/serializable");
const { XML } = require("r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper");
const { DOMParser } = require("@xmldom/xmldom");
const {
  initGlobalConverters_GENERIC,
  initGlobalConverters_OPDS,
} = require("r2-opds-js/dist/es8-es2017/src/opds/init-globals");
const { OPDS } = require("r2-opds-js/dist/es8-es2017/src/opds/opds1/opds");
const { OPDSFeed } = require("r2-opds-js/dist/es8-es2017/src/opds/opds2/opds2");
const { convertOpds1ToOpds2 } = require("r2-opds-js/dist/es8-es2017/src/opds/converter");

initGlobalConverters_OPDS();
initGlobalConverters_GENERIC();

function read(document) {
  if (document.form === "json") return TaJsonDeserialize(JSON.parse(document.body), OPDSFeed);
  const fail = (level, message) => {
    throw new Error(`${level}: ${message}`);
  };
  const xml = new DOMParser({ onError: fail }).parseFromString(document.body, "application/xml");
  return convertOpds1ToOpds2(XML.deserialize(xml, OPDS));
}

const hrefs = (links, relation) =>
  (links ?? []).filter((link) => !relation || (link.Rel ?? []).includes(relation)).map((link) => link.Href);

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const feed = read(JSON.parse(line));
  const shown = {
    title: feed.Metadata.Title,
    items: feed.Metadata.NumberOfItems ?? null,
    next: hrefs(feed.Links, "next"),
    search: hrefs(feed.Links, "search"),
    navigation: (feed.Navigation ?? []).map((link) => [link.Title, link.Properties?.NumberOfItems ?? null]),
    facets: (feed.Facets ?? []).map((facet) => [
      facet.Metadata.Title,
      facet.Links.map((link) => link.Title),
    ]),
    publications: (feed.Publications ?? []).map((book) => ({
      title: book.Metadata.Title,
      authors: (book.Metadata.Author ?? []).map((one) => one.Name),
      acquisitions: (book.Links ?? []).filter((link) =>
        (link.Rel ?? []).some((one) => one.startsWith("http://opds-spec.org/acquisition")),
      ).length,
      images: hrefs(book.Images).length,
    })),
  };
  console.log(JSON.stringify(shown));
});
