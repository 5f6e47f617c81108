package doctor

import "golang.org/x/sys/windows"

func spaceOf(dir string) (space, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return space{}, err
	}
	s := space{known: true}
	return s, windows.GetDiskFreeSpaceEx(name, &s.free, nil, nil)
}
