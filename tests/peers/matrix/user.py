"""A person with a client: matrix-nio signs in, syncs, and everything that a room shows is kept as it came."""

import asyncio
import io

import nio

PATIENCE = 90


class User:
    def __init__(self, url, name):
        self.id = f"@{name}:hs.test"
        self.client = nio.AsyncClient(url, self.id)
        self.rooms = {}

    async def sign_in(self, password):
        answer = await self.client.login(password)
        if not isinstance(answer, nio.LoginResponse):
            raise RuntimeError(f"{self.id} cannot sign in: {answer}")
        self.client.add_event_callback(self.see, nio.Event)
        self.task = asyncio.create_task(self.client.sync_forever(timeout=10_000, full_state=True))
        return self

    def see(self, room, event):
        seen = self.rooms.setdefault(room.room_id, [])
        if all(one["event_id"] != event.source["event_id"] for one in seen):
            seen.append(event.source)

    async def open_room(self, *others, direct=False, encrypted=False, name=None):
        state = []
        if encrypted:
            content = {"algorithm": "m.megolm.v1.aes-sha2"}
            state = [{"type": "m.room.encryption", "state_key": "", "content": content}]
        answer = await self.client.room_create(invite=others, is_direct=direct, name=name, initial_state=state)
        return answer.room_id

    async def send(self, room, content, kind="m.room.message"):
        answer = await self.client.room_send(room, kind, content)
        if not isinstance(answer, nio.RoomSendResponse):
            raise RuntimeError(f"{self.id} cannot send: {answer}")
        return answer.event_id

    async def say(self, room, text, **more):
        return await self.send(room, {"msgtype": "m.text", "body": text, "m.mentions": {}, **more})

    async def react(self, room, event, key):
        relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
        return await self.send(room, {"m.relates_to": relation}, "m.reaction")

    async def send_file(self, room, name, data, **more):
        answer, _ = await self.client.upload(io.BytesIO(data), content_type="text/plain", filename=name, filesize=len(data))
        info = {"mimetype": "text/plain", "size": len(data)}
        content = {"msgtype": "m.file", "body": name, "filename": name, "url": answer.content_uri, "info": info}
        return await self.send(room, {**content, **more})

    async def fetch(self, uri):
        return (await self.client.download(uri)).body

    def by(self, room, sender, kind="m.room.message"):
        return [one for one in self.rooms.get(room, []) if one["sender"] == sender and one["type"] == kind]

    async def until(self, what, holds):
        """The first that is something, of what `holds` gives as time goes on."""
        for _ in range(PATIENCE * 20):
            found = holds()
            if found:
                return found
            if self.task.done():
                self.task.result()
            await asyncio.sleep(0.05)
        shown = [[one["sender"], one["content"].get("body", one["type"])[:80]] for room in self.rooms.values() for one in room]
        raise RuntimeError(f"{self.id} never sees {what}; the last of what came: {shown[-12:]}")

    async def sees(self, room, sender, words):
        """The message of `sender` with these words, edits aside."""
        return await self.until(
            f"'{words}'",
            lambda: next((one for one in self.by(room, sender)
                          if words in one["content"].get("body", "") and not is_edit(one)), None))

    async def close(self):
        self.task.cancel()
        await self.client.close()


def relation(event):
    return event["content"].get("m.relates_to", {})


def is_edit(event):
    return relation(event).get("rel_type") == "m.replace"
