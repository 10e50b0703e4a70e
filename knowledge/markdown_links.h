// Where the links of a Markdown text point: "[words](target)" on one line, and "[name]: target". Code is passed over.
//
// Ownership: the links view the text that was read. Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace frontdesk::knowledge {

struct MarkdownLink {
  std::string_view target;  // as written, without <>
  std::size_t target_begin = 0;
  bool inline_words = false;  // "[words](target)": the next four are set
  bool picture = false;
  std::string_view words;
  std::size_t begin = 0, end = 0;  // of the whole link
  int line = 0, column = 0;        // of the target, from 1
};

std::vector<MarkdownLink> FindMarkdownLinks(std::string_view text);

// Whether a target is a relative address that names an article: "other.md", "../zh/other.md#part", "other".
bool NamesArticle(std::string_view target);

}  // namespace frontdesk::knowledge
