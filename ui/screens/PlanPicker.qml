import QtQuick
import QtQuick.Dialogs

// The system's own dialog for an event plan.
FileDialog {
    id: dialog

    signal picked(url file)

    title: "Open an event plan"
    nameFilters: ["Event plans (*.toml)", "All files (*)"]
    fileMode: FileDialog.OpenFile
    onAccepted: dialog.picked(dialog.selectedFile)
}
