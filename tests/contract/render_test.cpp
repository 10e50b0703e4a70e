// Whatever the bot says stays inside the platform's limits, arrives whole, and is inert: it rings nobody's bell and
// hides no address.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>

#include "bot/base/rich_text.h"
#include "bot/base/text.h"
#include "tests/contract/rendering.h"

namespace frontdesk::contract {
namespace {

std::vector<std::pair<std::string, base::Message>> Corpus() {
  std::vector<std::pair<std::string, base::Message>> corpus;
  const auto folder = std::filesystem::path(FD_SOURCE_DIR) / "tests/fixtures/rich_text";
  if (!std::filesystem::exists(folder)) return corpus;
  std::set<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.path().extension() == ".json") files.insert(file.path());
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    const auto message = base::MessageFromJson(std::string{std::istreambuf_iterator<char>(file), {}});
    EXPECT_TRUE(message.has_value()) << path;
    if (!message) continue;
    corpus.emplace_back(path.stem().string(), *message);
    corpus.back().second.files.clear();  // bytes are the business of each adapter's own tests
  }
  return corpus;
}

struct Shown {
  std::string name;
  base::Message message;
  Rendered rendered;
};

class RenderedText : public ::testing::TestWithParam<Entry> {
 protected:
  void SetUp() override {
    auto settings = SettingsOf(entry(), entry().secrets, entry().api);
    ASSERT_TRUE(settings.has_value()) << settings.error().message;
    rendering_ = std::make_unique<Rendering>(entry(), std::move(*settings));
  }
  const Entry& entry() const { return GetParam(); }
  // The whole corpus, brought out once for each platform.
  const std::vector<Shown>& CorpusAsShown() {
    static std::map<std::string, std::vector<Shown>> all;
    const auto [it, is_new] = all.try_emplace(entry().platform);
    if (is_new) {
      for (auto& [name, message] : Corpus()) {
        Rendered rendered = rendering_->Bring(message);
        it->second.push_back({name, message, std::move(rendered)});
      }
    }
    return it->second;
  }
  adapters::Capabilities capabilities() const { return AdapterOf(entry()).capabilities(); }
  void ExpectInside(const std::vector<std::string>& texts) const {
    for (const std::string& text : texts) {
      EXPECT_TRUE(base::IsUtf8(text));
      if (capabilities().message_limit > 0) {
        EXPECT_LE(SizeIn(capabilities().unit, text), capabilities().message_limit) << text.substr(0, 80);
      }
    }
  }
  static std::string Joined(const std::vector<std::string>& texts) {
    std::string joined;
    for (const std::string& text : texts) joined += text + "\n";
    return joined;
  }

  std::unique_ptr<Rendering> rendering_;
};

std::string PercentDecoded(const std::string& text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool coded = text[i] == '%' && i + 2 < text.size();
    decoded += coded ? static_cast<char>(std::strtol(text.substr(i + 1, 2).c_str(), nullptr, 16)) : text[i];
    if (coded) i += 2;
  }
  return decoded;
}

std::vector<base::Span> LinksOf(const base::RichText& text) {
  std::vector<base::Span> links;
  for (const base::Block& block : text.blocks)
    for (const base::Span& span : block.spans)
      if (span.kind == base::Span::Kind::kLink) links.push_back(span);
  return links;
}

TEST_P(RenderedText, OfTheWholeCorpusStaysInsideTheLimits) {
  ASSERT_GE(CorpusAsShown().size(), 20u);
  for (const auto& [name, message, rendered] : CorpusAsShown()) {
    SCOPED_TRACE(name);
    EXPECT_EQ(rendered.problem, "");
    ExpectInside(rendered.texts);
  }
}

TEST_P(RenderedText, HasEveryWordOfTheCorpus) {
  for (const auto& [name, message, rendered] : CorpusAsShown()) {
    SCOPED_TRACE(name);
    const std::string shown = Essence(Joined(rendered.texts));
    for (const base::Block& block : message.text.blocks) {
      for (const base::Span& span : block.spans) {
        EXPECT_NE(shown.find(Essence(span.text)), std::string::npos) << span.text.substr(0, 100);
      }
    }
  }
}

// A platform that shows a link where the message has none has been tricked by the words of a user. An address that is
// its own label tricks nobody, and one on this server is a relative one of the message.
TEST_P(RenderedText, HasNoLinkAndNoMentionThatTheMessageHasNot) {
  for (const auto& [name, message, rendered] : CorpusAsShown()) {
    SCOPED_TRACE(name);
    const std::string shown = Joined(rendered.texts);
    const std::string wire = Joined(rendered.wire);
    for (const std::string& live : entry().live) EXPECT_EQ(wire.find(live), std::string::npos) << live;
    if (entry().markup != Entry::Markup::kMarkdown) continue;
    std::set<std::string> known = {message.source_href};
    for (const base::Span& link : LinksOf(message.text)) known.insert(PercentDecoded(link.href));
    for (const base::Span& link : LinksOf(base::Markdown(shown))) {
      const std::string href = PercentDecoded(link.href);
      EXPECT_TRUE(known.contains(href) || PercentDecoded(link.text) == href || href.starts_with(kPublicUrl))
          << href << " behind " << link.text;
    }
  }
}

TEST_P(RenderedText, NeverHoldsAScriptAddressOrATurnedLine) {
  for (const auto& [name, message, rendered] : CorpusAsShown()) {
    const std::string shown = Joined(rendered.texts);
    if (entry().markup == Entry::Markup::kMarkdown) {
      for (const base::Span& link : LinksOf(base::Markdown(shown)))
        EXPECT_FALSE(base::AsciiLower(link.href).starts_with("javascript:")) << name;
    }
    for (const std::string_view turned : {"\u202e", "\u202d", "\u2066", "\u2067"})
      EXPECT_EQ(shown.find(turned), std::string::npos) << name;
  }
}

TEST_P(RenderedText, OfFortyThousandCharactersArrivesWhole) {
  const std::string pieces[] = {
      "word ", "很长的一句话，", "👩‍👩‍👧‍👦", "e\u0301", "averyveryverylongwordwithoutend", ". ", "\n"};
  for (unsigned seed = 1; seed <= 3; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    while (text.size() < 40'000) text += pieces[random() % std::size(pieces)];
    base::Message message;
    message.text = base::PlainRichText(text);
    const Rendered rendered = rendering_->Bring(message, 100 + seed);
    EXPECT_EQ(rendered.problem, "") << "seed " << seed;
    ExpectInside(rendered.texts);
    EXPECT_EQ(Essence(Joined(rendered.texts)), Essence(text)) << "seed " << seed;
  }
}

TEST_P(RenderedText, IsTheSameEachTime) {
  for (const auto& [name, message, rendered] : CorpusAsShown()) {
    const Rendered again = rendering_->Bring(message);
    ASSERT_EQ(rendered.calls.size(), again.calls.size()) << name;
    for (std::size_t i = 0; i < again.calls.size(); ++i) EXPECT_EQ(rendered.calls[i].body, again.calls[i].body) << name;
    ASSERT_EQ(rendered.frames.size(), again.frames.size()) << name;
    for (std::size_t i = 0; i < again.frames.size(); ++i) {
      EXPECT_EQ(rendered.frames[i].bytes, again.frames[i].bytes) << name;
      EXPECT_EQ(rendered.frames[i].id, again.frames[i].id) << name;
    }
  }
}

TEST_P(RenderedText, NamesTheAgentWhoSpeaks) {
  base::Message message = base::Say("I have sent it again.");
  message.kind = base::MessageKind::kAgent;
  message.author = "Kim";
  const Rendered rendered = rendering_->Bring(message);
  EXPECT_EQ(rendered.problem, "");
  std::string bytes = Joined(rendered.texts);
  for (const adapters::Call& call : rendered.calls) bytes += call.body;
  EXPECT_NE(bytes.find("Kim"), std::string::npos) << bytes;
}

TEST_P(RenderedText, OffersEachChoice) {
  base::Message message = base::Say("Which one?");
  message.kind = base::MessageKind::kAsk;
  for (int i = 0; i < 12; ++i) message.buttons.push_back({"Choice " + std::to_string(i), "v" + std::to_string(i)});
  const Rendered rendered = rendering_->Bring(message);
  EXPECT_EQ(rendered.problem, "");
  std::string bytes = Joined(rendered.texts);
  for (const adapters::Call& call : rendered.calls) bytes += call.body;
  for (const base::Button& button : message.buttons)
    EXPECT_NE(bytes.find(button.label), std::string::npos) << button.label;
}

INSTANTIATE_TEST_SUITE_P(Of, RenderedText, ::testing::ValuesIn(SendingEntries()),
                         [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace frontdesk::contract
