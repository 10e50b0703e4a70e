// What only shows when all articles are known: dead links, equal phrasings, missing translations, and what an author
// should know though nothing is broken.
//
// Thread safety: pure function.
#pragma once

#include <span>

#include "bot/base/finding.h"
#include "knowledge/article_file.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

void CheckArticles(std::span<const ArticleFile> articles, const LoadOptions& options, base::Findings& findings);

}  // namespace frontdesk::knowledge
