// Stanzas as servers sent them, and what they mean: tests/fixtures/xmpp/NN-name.xml with NN-name.expect. Members of an
// .expect that are left out are not compared; "event": null means that there is none.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "adapters/xmpp/inbound.h"
#include "tests/adapters/xmpp_world.h"

namespace frontdesk::adapters::xmpp {
namespace {

using nlohmann::json;

constexpr std::size_t kFewest = 12;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Members {
  json operator()(const base::Said& said) const { return {{"kind", "said"}, {"text", said.text}}; }
  json operator()(const base::Pressed& pressed) const { return {{"kind", "pressed"}, {"value", pressed.value}}; }
  json operator()(const base::Edited& edited) const {
    return {{"kind", "edited"}, {"message", edited.message}, {"text", edited.text}};
  }
  json operator()(const base::Deleted& deleted) const { return {{"kind", "deleted"}, {"message", deleted.message}}; }
  json operator()(const base::SentFiles& sent) const {
    json files = json::array();
    for (const base::FileRef& file : sent.files) files.push_back(file.name + " " + file.remote);
    json out = {{"kind", "files"}, {"files", files}};
    if (!sent.caption.empty()) out["caption"] = sent.caption;
    return out;
  }
  template <typename Other>
  json operator()(const Other&) const {
    return {{"kind", "other"}};
  }
};

json EventJson(const std::optional<base::Event>& event) {
  if (!event) return nullptr;
  json out = std::visit(Members(), event->body);
  out.update({{"id", event->id},
              {"channel", event->address.channel},
              {"author", event->author.id},
              {"name", event->author.name}});
  if (!event->locale.empty()) out["locale"] = event->locale;
  EXPECT_EQ(event->address.account, "xmpp");
  return out;
}

std::string BounceText(const std::optional<Bounce>& bounce) {
  if (!bounce) return "";
  return bounce->id + " " + bounce->condition + (bounce->is_gone ? " gone" : "") + (bounce->not_in_room ? " out" : "") +
         (bounce->try_later ? " later" : "");
}

std::string ReceiptText(const std::optional<base::XmlElement>& receipt) {
  if (!receipt) return "";
  return std::string(receipt->Child("received", "urn:xmpp:receipts")->Attribute("id"));
}

TEST(XmppFixtures, MeanWhatTheirExpectationsSay) {
  const View view = testing::World();
  std::size_t tried = 0;
  for (const auto& file : std::filesystem::directory_iterator(FD_SOURCE_DIR "/tests/fixtures/xmpp")) {
    if (file.path().extension() != ".xml") continue;
    SCOPED_TRACE(file.path().filename());
    const auto stanza = base::ReadXml(ReadFile(file.path()));
    ASSERT_TRUE(stanza.has_value()) << stanza.error().message;
    const json expect = json::parse(ReadFile(std::filesystem::path(file.path()).replace_extension(".expect")));
    EXPECT_EQ(EventJson(EventOf(*stanza, view, {})), expect.at("event"));
    if (expect.contains("name")) {
      EXPECT_EQ(NameOf(*stanza, view), expect["name"]);
    }
    if (expect.contains("echo")) {
      EXPECT_EQ(EchoOf(*stanza, view), expect["echo"]);
    }
    if (expect.contains("receipt")) {
      EXPECT_EQ(ReceiptText(ReceiptFor(*stanza, view)), expect["receipt"]);
    }
    if (expect.contains("bounce")) {
      EXPECT_EQ(BounceText(BounceOf(*stanza)), expect["bounce"]);
    }
    ++tried;
  }
  EXPECT_GE(tried, kFewest);
}

}  // namespace
}  // namespace frontdesk::adapters::xmpp
