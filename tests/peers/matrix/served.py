"""`frontdesk serve` on a real homeserver, as a client that syncs and as an application service, with people who use a
client of their own: served.py FRONTDESK WORKDIR"""

import asyncio
import os
import signal
import subprocess
import sys

import synapse
from user import User, is_edit, relation

FRONTDESK, WORK = sys.argv[1:3]
SUPPORT, HELPER = "@support:hs.test", "@helper:hs.test"
PEOPLE = ("ann", "kim", "bob", "eve")
HS_TOKEN, AS_TOKEN = "throwaway_hs_token_for_the_peer", "throwaway_as_token_for_the_peer"


def expect(what, holds):
    if not holds:
        raise RuntimeError(f"not so: {what}")


class Desk:
    """The bot as a process, which may be ended and begun again."""

    def __init__(self, homeserver, port, room):
        self.folder = f"{WORK}/desk"
        self.log = f"{WORK}/desk.log"
        subprocess.run([FRONTDESK, "init", self.folder], check=True, capture_output=True)
        subprocess.run([FRONTDESK, "agent", "add", self.folder, "kim"], check=True, capture_output=True)
        lines = [
            "frontdesk: 1", f"listen: 127.0.0.1:{port}", "locales: [en, zh]", "burst: 0",
            "limits: {allow_hosts: [127.0.0.1]}", "accounts:",
            f"  sync: {{type: matrix, api_base: '{homeserver}', user: '{SUPPORT}', password: env:FD_PASSWORD, "
            f"invites_from: ['@ann:hs.test', '@kim:hs.test', '@bob:hs.test'], desk_channels: ['{room}'], choice_reactions: true}}",
            f"  push: {{type: matrix-appservice, api_base: '{homeserver}', user: '{HELPER}', as_token: env:FD_AS, "
            "hs_token: env:FD_HS}",
            f"desk: {{channels: [{{account: sync, channel: '{room}', locale: en}}]}}",
            "agents: {kim: {sync: '@kim:hs.test'}}", "",
        ]
        with open(f"{self.folder}/frontdesk.yaml", "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
        self.env = {**os.environ, "FD_PASSWORD": "support-pass", "FD_AS": AS_TOKEN, "FD_HS": HS_TOKEN}
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([FRONTDESK, "serve", self.folder], stdout=log, stderr=log, env=self.env)

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def kill(self):
        self.process.kill()
        self.process.wait(60)


async def keys(user, room, target, count=3):
    await user.until("a key for each choice", lambda: [
        relation(one)["key"] for one in user.by(room, SUPPORT, "m.reaction") if relation(one)["event_id"] == target
    ] == ["1️⃣", "2️⃣", "3️⃣", "4️⃣"][:count])


async def asked_and_judged(ann):
    """A question in a talk for two: greeted, answered, keys under it, a thumb is the verdict, the choice shows."""
    room = await ann.open_room(SUPPORT, direct=True)
    await ann.sees(room, SUPPORT, "support bot")
    asked = await ann.say(room, "how do I reset my password")
    answer = await ann.sees(room, SUPPORT, "password")
    expect("the bot speaks in notices", answer["content"]["msgtype"] == "m.notice")
    expect("it rings nobody", answer["content"].get("m.mentions") == {})
    target = (await ann.sees(room, SUPPORT, "Did this solve it"))["event_id"]
    await keys(ann, room, target)
    await ann.react(room, target, "👍")
    await ann.until("the choice in place of the buttons", lambda: next(
        (one for one in ann.by(room, SUPPORT) if is_edit(one) and relation(one)["event_id"] == target), None))
    return room, asked


async def flow(ann, room):
    await ann.say(room, "report a problem")
    await ann.until("the flow's first question", lambda: len(ann.by(room, SUPPORT)) > 3)
    await ann.say(room, "cancel")
    await ann.until("its end", lambda: "cancel" in ann.by(room, SUPPORT)[-1]["content"]["body"].lower()
                    or "stopped" in ann.by(room, SUPPORT)[-1]["content"]["body"].lower()
                    or "dropped" in ann.by(room, SUPPORT)[-1]["content"]["body"].lower())


async def threads(ann, room, root):
    """Who writes in a thread is answered there."""
    more = {"m.relates_to": {"rel_type": "m.thread", "event_id": root, "is_falling_back": True,
                             "m.in_reply_to": {"event_id": root}}}
    await ann.say(room, "thanks", **more)
    await ann.until("an answer in the thread", lambda: next(
        (one for one in ann.by(room, SUPPORT) if relation(one).get("event_id") == root
         and relation(one).get("rel_type") == "m.thread"), None))


async def agent(ann, kim, room, desk_room):
    """Agents work in a room: the card, a key takes it, words and files go both ways, edits are seen."""
    await ann.say(room, "I want to talk to a human")
    card = await kim.sees(desk_room, SUPPORT, "waits for a person")
    expect("a card rings", card["content"]["msgtype"] == "m.text")
    await keys(kim, desk_room, card["event_id"], len([line for line in card["content"]["body"].split("\n") if line[1:3] == ". "]))
    await kim.react(desk_room, card["event_id"], "1️⃣")
    await kim.until("the card says who has it", lambda: next(
        (one for one in kim.by(desk_room, SUPPORT) if is_edit(one) and "kim has" in one["content"]["body"].lower()), None))
    below = {"m.relates_to": {"rel_type": "m.thread", "event_id": card["event_id"]}}
    await kim.say(desk_room, "/reply Hello Ann, which printer is it?", **below)
    reply = await ann.sees(room, SUPPORT, "which printer is it?")
    expect("a person's words ring", reply["content"]["msgtype"] == "m.text")
    said = await ann.say(room, "the one on the second flour")
    await kim.sees(desk_room, SUPPORT, "second flour")
    new = {"msgtype": "m.text", "body": "the one on the second floor"}
    await ann.send(room, {"msgtype": "m.text", "body": "* the one on the second floor", "m.new_content": new,
                          "m.relates_to": {"rel_type": "m.replace", "event_id": said}})
    await kim.sees(desk_room, SUPPORT, "second floor")
    log = b"error 4711\n" * 50
    await ann.send_file(room, "printer.log", log)
    shown = await kim.until("the file", lambda: next(
        (one for one in kim.by(desk_room, SUPPORT) if one["content"].get("url")), None))
    expect("the file is what she sent", await kim.fetch(shown["content"]["url"]) == log)
    expect("it is below the card", relation(shown).get("event_id") == card["event_id"])
    steps = b"1. off\n2. on\n"
    await kim.send_file(desk_room, "steps.txt", steps, body="/reply try this", **below)
    brought = await ann.until("the agent's file", lambda: next(
        (one for one in ann.by(room, SUPPORT) if one["content"].get("url")), None))
    expect("the agent's file is what he sent", await ann.fetch(brought["content"]["url"]) == steps)


async def away(ann, kim, room, desk_room, desk):
    """What is said while the bot is away is heard once and in order, more of it than one sync tells."""
    before = len(ann.by(room, SUPPORT))
    desk.stop()
    words = [f"line {number} of a long list" for number in range(1, 46)]
    for line in words:
        await ann.say(room, line)
    desk.start()
    await kim.sees(desk_room, SUPPORT, words[-1])

    def lines():
        shown = [one["content"]["body"] for one in kim.by(desk_room, SUPPORT) if not is_edit(one)]
        return [line for body in shown for line in words if body.endswith(line)]

    expect(f"each line once and in order: {lines()}", lines() == words)
    desk.kill()  # without a word of farewell
    desk.start()
    await ann.say(room, "are you still there")
    await kim.sees(desk_room, SUPPORT, "are you still there")
    expect("nothing is heard again", lines() == words)
    expect("nothing is answered again", len(ann.by(room, SUPPORT)) == before)


async def invitations(ann, eve, homeserver):
    """Strangers are declined; a room that cannot be read is told so, once."""
    theirs = await eve.open_room(SUPPORT, direct=True)
    url = f"{homeserver}/_matrix/client/v3/rooms/{theirs}/state/m.room.member/{SUPPORT}"
    await eve.until("that it is declined", lambda: synapse.ask("GET", url, token=eve.client.access_token)[1].get("membership") == "leave")
    secret = await ann.open_room(SUPPORT, direct=True, encrypted=True)
    await ann.sees(secret, SUPPORT, "I cannot read")
    await ann.send(secret, {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "device_id": "d",
                            "sender_key": "k", "session_id": "s"}, "m.room.encrypted")
    expect("no greeting there", len(ann.by(secret, SUPPORT)) == 1)


async def group(ann, bob):
    """Among many it listens to its name, and then to the thread; signs find their message there."""
    room = await ann.open_room(SUPPORT, bob.id, name="Printers")
    await bob.client.join(room)
    await bob.until("the bot", lambda: SUPPORT in (bob.client.rooms.get(room).users if bob.client.rooms.get(room) else {}))
    await bob.say(room, "lunch?")
    html = f'<a href="https://matrix.to/#/{SUPPORT}">Support</a>: how do I reset my password'
    root = await bob.say(room, "Support: how do I reset my password", format="org.matrix.custom.html",
                         formatted_body=html, **{"m.mentions": {"user_ids": [SUPPORT]}})
    answer = await bob.sees(room, SUPPORT, "password")
    expect("the answer is below the question", relation(answer).get("event_id") == root)
    target = (await bob.sees(room, SUPPORT, "Did this solve it"))["event_id"]
    await keys(bob, room, target)
    await bob.react(room, target, "👍")
    await bob.until("the choice", lambda: next(
        (one for one in bob.by(room, SUPPORT) if is_edit(one) and relation(one)["event_id"] == target), None))
    expect("nothing outside the thread", all(relation(one) for one in bob.by(room, SUPPORT)))


async def pushed(ann):
    """The same by an application service."""
    room = await ann.open_room(HELPER, direct=True)
    await ann.sees(room, HELPER, "support bot")
    await ann.say(room, "how do I reset my password")
    question = await ann.sees(room, HELPER, "Did this solve it")
    await ann.react(room, question["event_id"], "👍")
    await ann.until("the choice", lambda: next((one for one in ann.by(room, HELPER) if is_edit(one)), None))
    return room


async def away_from_push(ann, room, desk):
    """The homeserver keeps what it could not push."""
    desk.stop()
    before = len(ann.by(room, HELPER))
    await ann.say(room, "thanks")
    desk.start()
    await ann.until("an answer", lambda: len(ann.by(room, HELPER)) > before)


async def limited(ann, room, homeserver, admin):
    """A homeserver that lets few messages through: all arrive, once, in order; the device stays the same."""
    url = f"{homeserver}/_synapse/admin/v1/users/{SUPPORT}/override_ratelimit"
    expect("limits are set", synapse.ask("POST", url, {"messages_per_second": 1, "burst_count": 1}, admin)[0] == 200)
    devices = f"{homeserver}/_synapse/admin/v2/users/{SUPPORT}/devices"

    def known():
        return sorted(one["device_id"] for one in synapse.ask("GET", devices, token=admin)[1]["devices"])

    before = known()
    expect("the bot's device", before.count("FRONTDESK") == 1)
    synapse.ask("POST", devices.replace("/devices", "/delete_devices"), {"devices": ["FRONTDESK"]}, admin)
    for text in ("how do I reset my password", "I cannot hear the others in a call"):
        await ann.say(room, text)

    def words():
        return [one["content"]["body"] for one in ann.by(room, SUPPORT) if not is_edit(one)]

    await ann.until("the greeting and two answers", lambda: len(words()) >= 3)
    expect("nothing twice", len(set(words())) == len(words()))
    expect(f"the same devices: {before}, {known()}", known() == before)


async def main():
    port = synapse.free_port()
    registration = (f"id: frontdesk\nurl: 'http://127.0.0.1:{port}/hooks/push'\nas_token: {AS_TOKEN}\n"
                    f"hs_token: {HS_TOKEN}\nsender_localpart: helper\nrate_limited: false\n"
                    "namespaces: {users: [{exclusive: true, regex: '@helper:hs\\.test'}], aliases: [], rooms: []}\n")
    homeserver = synapse.Synapse(f"{WORK}/synapse", {"frontdesk": registration})
    desk = None
    users = {}
    try:
        admin = homeserver.register("root", "root-pass", admin=True)
        homeserver.register("support", "support-pass")
        for name in PEOPLE:
            homeserver.register(name, name + "-pass")
            users[name] = await User(homeserver.url, name).sign_in(name + "-pass")
        ann, kim, bob, eve = (users[name] for name in PEOPLE)
        desk_room = await kim.open_room(SUPPORT, name="Desk")
        desk = Desk(homeserver.url, port, desk_room)
        desk.start()
        room, asked = await asked_and_judged(ann)
        print("a question, its answer, keys, a thumb and the choice: as a client sees them")
        await threads(ann, room, asked)
        await flow(ann, room)
        await group(ann, bob)
        print("threads, a flow, a group that it listens to by name")
        await agent(ann, kim, room, desk_room)
        print("agents in a room: card, taking, words, edits and files both ways")
        await away(ann, kim, room, desk_room, desk)
        print("45 messages while it was away: each heard once, in order, also after a crash")
        await invitations(ann, eve, homeserver.url)
        print("invitations: strangers declined, an encrypted room told once")
        pushed_room = await pushed(ann)
        await away_from_push(ann, pushed_room, desk)
        print("the same by an application service, and nothing lost while it was away")
        await limited(bob, await bob.open_room(SUPPORT, direct=True), homeserver.url, admin)
        print("one message a second: all arrive; a device that was deleted is signed in again as the same")
    except Exception as error:
        print(error, file=sys.stderr)
        if desk is not None and os.path.exists(desk.log):
            with open(desk.log, encoding="utf-8") as log:
                print(log.read()[-3000:], file=sys.stderr)
        raise SystemExit(1) from error
    finally:
        for user in users.values():
            await user.close()
        if desk is not None:
            desk.stop()
        homeserver.stop()


asyncio.run(main())
