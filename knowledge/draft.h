// Texts of articles that were not written but gathered: a new article from what an agent answered, or an existing one
// with one more phrasing. They are proposals: a person reads them before they are published.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::knowledge {

struct NewArticle {
  std::string title;
  std::vector<std::string> questions;
  std::string body;                // Markdown
  std::vector<std::string> notes;  // for the one who reviews: comments, a line each
};

// A Markdown article as the loader reads it.
std::string DraftArticle(const NewArticle& article);

// The Markdown article `text` with one more of its questions; what else stands in it stays as it is, but for a list of
// questions written in one line, which becomes one of a line each.
// kConflict when it is among them already, kInvalid when the front matter cannot be read.
base::Result<std::string> AddQuestion(const std::string& path, std::string_view text, std::string_view question);

// A file name for an article of that title, without its ending: letters, digits and hyphens.
std::string FileNameFor(std::string_view title);

}  // namespace frontdesk::knowledge
