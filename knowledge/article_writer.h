// An article as a Markdown file with front matter, so that ReadMarkdownArticle reads back what was written.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::knowledge {

struct WrittenArticle {
  std::string path;  // relative to the workspace; without its folder and ending it is the id, unless `id` differs
  std::string id;
  std::string title;
  std::vector<std::string> questions, tags;
  std::string more_front_matter;  // whole lines of YAML, or nothing
  std::string body;               // Markdown
};

std::string ToMarkdownFile(const WrittenArticle& article);

// Spaces and line breaks as single spaces, control characters dropped.
std::string OneLine(std::string_view text);

// A YAML scalar that reads back as `text`, in quotes where it must be. It becomes one line.
std::string YamlText(std::string_view text);

inline constexpr std::size_t kMaxSlugBytes = 80;
// For file names and ids: "Reset your password?" -> "reset-your-password", letters of every script kept. Never empty.
std::string Slug(std::string_view text);

// `name`, or "name-2" and so on, whatever is not `taken` yet; what is given is taken from then on.
class UniqueNames {
 public:
  std::string Take(const std::string& name);

 private:
  std::map<std::string, int> taken_;  // a name, and the number to try next for it
};

}  // namespace frontdesk::knowledge
