#include "knowledge/article.h"

namespace frontdesk::knowledge {

const ArticleText& Article::In(std::string_view locale) const {
  const ArticleText* for_all = nullptr;
  for (const ArticleText& text : texts) {
    if (text.locale == locale) return text;
    if (text.locale.empty()) for_all = &text;
  }
  return for_all ? *for_all : texts.front();
}

const std::string& Article::TitleIn(std::string_view locale) const {
  const ArticleText& text = In(locale);
  if (!text.title.empty()) return text.title;
  return text.questions.empty() ? id : text.questions.front();
}

}  // namespace frontdesk::knowledge
