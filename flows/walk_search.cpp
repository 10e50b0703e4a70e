// Articles that a flow offers in place of a report.
#include <algorithm>

#include "flows/phrases.h"
#include "flows/question.h"
#include "flows/walk.h"

namespace frontdesk::flows {

int Walk::DoSearch(int at) {
  const Step& step = flow_.steps[static_cast<std::size_t>(at)];
  const auto& search = std::get<SearchStep>(step.body);
  const SlotValue* words = view().Answer(search.from.name);
  const bool done = std::count(session().said.begin(), session().said.end(), at) > 0;
  std::vector<FoundArticle> found;
  if (!done && words != nullptr && context_.search)
    found = context_.search(words->value, static_cast<std::size_t>(search.show));
  if (found.empty()) return step.next;
  for (const FoundArticle& article : found) NoteArticle(ArticleFact::What::kOffered, at, article.id);
  session().found = std::move(found);
  session().shown.clear();
  session().step = at;
  session().tries = 0;
  session().pending = {};
  OpenFull();
  return kStop;
}

void Walk::NoteArticle(ArticleFact::What what, int search, const std::string& id) {
  const std::string& from = flow_.SearchAt(search)->from.name;
  const Slot* slot = flow_.FindSlot(from);
  const SlotValue* words = slot != nullptr && slot->sensitive ? nullptr : view().Answer(from);
  outcome_.articles.push_back({what, id, words == nullptr ? std::string() : words->value});
}

void Walk::ShowArticle(std::string_view id) {
  const auto& found = session().found;
  const auto article = std::find_if(found.begin(), found.end(), [&](const FoundArticle& f) { return f.id == id; });
  if (article == found.end() || !context_.article) return OpenShort("");
  session().shown = article->id;
  session().tries = 0;
  NoteArticle(ArticleFact::What::kShown, session().step, article->id);
  Say(context_.article(article->id));
  OpenShort("");
}

void Walk::Solve() {
  if (session().shown.empty()) return OpenShort("");
  Leave();
  NoteArticle(ArticleFact::What::kConfirmed, session().step, session().shown);
  outcome_.result = Outcome::Result::kSolved;
  Say(base::Say(Words(Wording::kGladSolved, context_.locale)));
}

void Walk::SearchInVain() {
  Leave();
  if (!session().shown.empty()) NoteArticle(ArticleFact::What::kRejected, session().step, session().shown);
  session().said.push_back(session().step);
  session().found.clear();
  session().shown.clear();
  session().tries = 0;
  session().choosing_edit = false;
  Run(flow_.steps[static_cast<std::size_t>(session().step)].next);
}

}  // namespace frontdesk::flows
