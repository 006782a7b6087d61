//! The transports that keep mail in the house.

use kalends::mail::{Memory, Transport};

use super::outgoing;

#[tokio::test]
async fn memory_keeps_messages_in_order() {
    let memory = Memory::default();
    let transport = Transport::Memory(memory.clone());
    for number in 0..3 {
        assert_eq!(transport.send(&outgoing(number)).await.name(), "accepted");
    }
    assert_eq!(memory.messages(), (0..3).map(outgoing).collect::<Vec<_>>());
    memory.clear();
    assert!(memory.messages().is_empty());
}

#[tokio::test]
async fn memory_refuses_what_a_server_could_never_be_given() {
    let memory = Memory::default();
    let mut message = outgoing(1);
    message.to.address = "nobody".to_owned();
    let outcome = Transport::Memory(memory.clone()).send(&message).await;
    assert_eq!(outcome.name(), "permanent-refusal");
    assert!(outcome.words().contains("`nobody` is not a mail address"), "{outcome}");
    assert!(memory.messages().is_empty());
}

#[tokio::test]
async fn a_file_is_named_after_the_message_and_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::File(folder.path().join("out"));
    for _ in 0..2 {
        assert_eq!(transport.send(&outgoing(1)).await.name(), "accepted");
    }
    let files: Vec<_> = std::fs::read_dir(folder.path().join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1);
    assert_eq!(
        std::fs::read(&files[0]).unwrap(),
        outgoing(1).message().unwrap().formatted()
    );
    let mut message = outgoing(2);
    message.message_id = "../../etc/passwd@k.test".to_owned();
    assert_eq!(transport.send(&message).await.name(), "accepted");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing outside the folder"
    );
}
