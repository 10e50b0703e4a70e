// One Markdown document as `import` sees it: its front matter sorted into what articles can keep, and its sections.
//
// Ownership: plain values. Thread safety: pure functions.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/finding.h"
#include "bot/base/source_file.h"

namespace frontdesk::knowledge {

// Front matter. The YAML parts are whole lines; what articles do not know is kept as remarks.
struct DocumentHead {
  std::string id, title;
  std::vector<std::string> tags;
  std::string own;                     // YAML for the first article of the document
  std::string shared;                  // YAML for all of them: who may see it, how long
  bool is_article = false;             // it has questions
  std::set<std::string> unknown_keys;  // kept as remarks
};

DocumentHead ReadDocumentHead(const std::string& path, std::string_view yaml, base::Findings& findings);

struct DocumentSection {
  int level = 0;                   // of its heading; 0: what stands before the first one
  std::string title;               // plain text
  std::string anchor;              // "{#anchor}" behind the heading, without braces
  std::vector<std::string> above;  // the titles of the headings around it, outermost first
  std::string body;                // Markdown
  int line = 0;                    // where the body begins
};

struct Document {
  std::string path;  // relative to the folder of the documents
  DocumentHead head;
  std::vector<DocumentSection> sections;  // the first one is the document's own, if it has any text
};

// Nothing when the bytes cannot be read.
std::optional<Document> ReadDocument(const base::SourceFile& file, base::Findings& findings);

// A long body with <!-- more --> behind its first paragraphs; others as they are.
std::string WithShortPart(std::string body);

}  // namespace frontdesk::knowledge
