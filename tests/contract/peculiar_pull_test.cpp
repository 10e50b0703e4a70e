// Against a whole server: a platform that keeps a pull waiting for minutes keeps nobody else waiting, neither another
// account nor a reload.
#include "tests/contract/peculiar_fixture.h"

namespace frontdesk::contract {
namespace {

using fakes::Fault;
using fakes::FaultKind;

class PeculiarPull : public Peculiar {
 protected:
  // The first pull hears nothing.
  void KeepWaiting(int times) {
    Fault silence;
    silence.kind = FaultKind::kSilence;
    silence.route = "pull";
    silence.times = times;
    platform_->Set(silence);
  }
};

TEST_F(PeculiarPull, ThatHangsLeavesOtherAccountsTheirTurns) {
  KeepWaiting(1);
  Start("}\n  mi: {type: sample, api_base: " + platform_->url());
  EXPECT_TRUE(Sees("pull", 2));
}

TEST_F(PeculiarPull, ThatHangsIsGivenUpByAReload) {
  KeepWaiting(1);
  Start();
  ASSERT_TRUE(Sees("pull"));
  service_->Reload();
  EXPECT_TRUE(Sees("pull", 2)) << "long before the platform's two minutes are over";
}

}  // namespace
}  // namespace frontdesk::contract
