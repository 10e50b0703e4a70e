// One problem of many people: what is declared, who is told, where it is announced.
#include "bot/core/incidents.h"
#include "bot/core/ticket_row.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Incidents : public TalkTest {
 protected:
  Incidents() {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    catalog->policy.incidents.announce = {{"lobby", "all", {}}, {"lobby", "partners", {}}};
    catalog_ = std::move(catalog);
  }
  std::vector<std::string> Bring(Relay relay) {
    relay.event.id = "news" + std::to_string(++events_);
    relay.event.at = clock_.Now();
    const auto spoken = dialogue_->Send(relay.event);
    EXPECT_TRUE(spoken.has_value());
    std::vector<std::string> said;
    for (const Spoken& line : *spoken) {
      const base::Address at = store_->LoadConversation(line.row.conversation)->address;
      if (!line.row.internal && line.row.from != "user")
        said.push_back(at.channel + ": " + base::ToPlainText(line.message));
    }
    return said;
  }
  std::vector<std::string> Declare(const std::vector<base::Address>& places) {
    Type("human");
    return Bring(DeclareIncident(*LoadTicket(*store_, 1001), "Calls have no sound", "kim", places));
  }
  desk::IncidentRecord Record() { return *FromRow(*store_->FindConversation(desk::AddressOfIncident(1001)))->incident; }

  const base::Address all_{"lobby", "all", {}}, partners_{"lobby", "partners", {}}, unknown_{"lobby", "else", {}};
};

TEST_F(Incidents, AreAnnouncedOnceInEachChosenPlaceAlsoAfterARestart) {
  EXPECT_THAT(Declare({all_, unknown_}), Contains("all: Calls have no sound: we are looking into it."));
  EXPECT_THAT(Record().announced, ElementsAre(all_));
  EXPECT_THAT(Bring(AnnounceIncident(1001, {all_})), IsEmpty());
  dialogue_->Restart();
  EXPECT_THAT(Bring(AnnounceIncident(1001, {all_, partners_})),
              ElementsAre("partners: Calls have no sound: we are looking into it."));
  EXPECT_THAT(Bring(AnnounceIncident(1001, {all_, partners_})), IsEmpty());
  EXPECT_THAT(Bring(UpdateIncident(1001, desk::IncidentState::kIdentified, {}, "kim")),
              Not(Contains(HasSubstr("all:"))))
      << "once";
}

TEST_F(Incidents, AreAnnouncedNowhereUnlessAPlaceIsChosen) {
  EXPECT_THAT(Declare({}), Not(Contains(HasSubstr("all:"))));
  EXPECT_THAT(Record().announced, IsEmpty());
}

TEST_F(Incidents, TellEverybodyEachUpdateInTheirLanguageOnce) {
  Declare({});
  EXPECT_THAT(Bring(UpdateIncident(1001, desk::IncidentState::kIdentified,
                                   {{"en", "A cable is cut."}, {"zh", "光缆断了。"}}, "kim")),
              ElementsAre("ada: News about your problem: A cable is cut."));
  EXPECT_THAT(Bring(UpdateIncident(1001, desk::IncidentState::kSolved, {}, "kim")),
              ElementsAre(HasSubstr("Does it work again for you?")));
  EXPECT_THAT(Bring(UpdateIncident(1001, desk::IncidentState::kWatching, {}, "kim")), IsEmpty()) << "it is over";
}

// More people than one turn has ids for.
TEST_F(Incidents, TellAlsoTheLastOfManyPeople) {
  Declare({});
  constexpr int kPeople = 1'200;
  const store::Id ada = state().id;
  Conversation room = *FromRow(*store_->FindConversation(desk::AddressOfIncident(1001)));
  for (int i = 1; i < kPeople; ++i) room.incident->attached.push_back({ada, 1'000'000 + i});
  room.incident->attached.push_back({ada, 1001});
  store::Turn turn;
  turn.account = room.address.account;
  turn.event_id = "many";
  turn.at = clock_.Now();
  turn.conversation = ToRow(room);
  store::WriteOp op{turn, {}, false, {}};
  store_->Write({&op, 1});
  ASSERT_TRUE(op.status.has_value());
  dialogue_->Restart();
  const auto told = Bring(UpdateIncident(1001, desk::IncidentState::kIdentified, {}, "kim"));
  EXPECT_EQ(told.size(), 2u) << "the first and the last are Ada's open ticket";
}

TEST(IncidentTexts, ReadsEachPieceInItsLanguage) {
  Policy policy;
  policy.locales = {"en", "zh"};
  const auto texts = IncidentTexts(policy, "en: It is fixed. | zh: 已修复。", "en");
  EXPECT_EQ(texts.at("en"), "It is fixed.");
  EXPECT_EQ(texts.at("zh"), "已修复。");
  EXPECT_EQ(IncidentTexts(policy, "已修复。", "zh").at("zh"), "已修复。");
  EXPECT_THAT(IncidentTexts(policy, " ", "en"), IsEmpty());
}

}  // namespace
}  // namespace frontdesk::core
